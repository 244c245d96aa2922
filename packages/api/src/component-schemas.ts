// The schemas of OpenAPI's components. What is read and what is answered are two faces of one schema: where they are
// equal they share a name, and only where they must differ (a default may be left out of a request, and is always in an
// answer) the requested one is called `…Request`. Names do not depend on the order of routes.
import { z } from 'zod';

/** Plain JSON data. */
export type JsonObject = Record<string, unknown>;

/** Which face: what is read, or what is answered. */
export type Face = 'input' | 'output';

// Control characters, as members of a class.
const controls = String.raw`\x00-\x1f\x7f-\x9f`;

/** Collects schemas while a document is written; {@link ComponentSchemas.finish} gives all of them their names. */
export class ComponentSchemas {
  readonly #faces: Record<Face, Map<string, JsonObject>> = { input: new Map(), output: new Map() };

  /** The JSON Schema of a schema; those with an id are referred to, by a name that holds until `finish`. */
  of(schema: z.ZodType, face: Face): JsonObject {
    const {
      $defs = {},
      $schema: _,
      ...top
    } = z.toJSONSchema(schema, {
      target: 'draft-2020-12',
      io: face,
      unrepresentable: 'any',
      reused: 'inline',
      override: ({ zodSchema, jsonSchema }) => {
        // Answers may gain fields: whoever reads them must pass over what it does not know.
        const { def } = zodSchema._zod;
        if (def.type === 'object' && !(def as { catchall?: unknown }).catchall) delete jsonSchema.additionalProperties;
        // Written out: readers in other languages know no Unicode classes in patterns.
        if (jsonSchema.pattern) jsonSchema.pattern = jsonSchema.pattern.replaceAll(String.raw`\p{Cc}`, controls);
      },
    }) as JsonObject & { $defs?: Record<string, JsonObject> };
    for (const [name, definition] of Object.entries($defs)) this.#keep(name, definition, face);
    if (typeof top.id !== 'string') return referring(top, face) as JsonObject;
    this.#keep(top.id, top, face);
    return { $ref: `${face}:${top.id}` };
  }

  /** The document with all references as they are to be, and the components that they refer to, by name. */
  finish(document: JsonObject): { document: JsonObject; schemas: JsonObject } {
    const differing = this.#differing();
    const nameOf = (face: Face, name: string) =>
      face === 'input' && differing.has(name) && this.#faces.output.has(name) ? `${name}Request` : name;
    const resolve = (reference: string) => {
      const [, face, name] = /^(input|output):(.*)$/.exec(reference) ?? [];
      return face === undefined ? reference : `#/components/schemas/${nameOf(face as Face, name!)}`;
    };
    const schemas = new Map<string, unknown>();
    for (const face of ['input', 'output'] as const)
      for (const [name, schema] of this.#faces[face]) schemas.set(nameOf(face, name), renamed(schema, resolve));
    const sorted = [...schemas].sort(([a], [b]) => (a < b ? -1 : 1));
    return { document: renamed(document, resolve) as JsonObject, schemas: Object.fromEntries(sorted) };
  }

  #keep(name: string, definition: JsonObject, face: Face): void {
    const { id: _, ...schema } = definition;
    this.#faces[face].set(name, referring(schema, face) as JsonObject);
  }

  // Those whose faces differ, and those that refer to such.
  #differing(): Set<string> {
    const { input, output } = this.#faces;
    const plain = (schema: JsonObject) => JSON.stringify(schema).replaceAll(/"(?:input|output):/g, '":');
    const both = [...input].filter(([name]) => output.has(name));
    const found = new Set(both.filter(([name, one]) => plain(one) !== plain(output.get(name)!)).map(([name]) => name));
    for (let before = -1; before !== found.size;) {
      before = found.size;
      for (const [name, schema] of both) {
        const text = JSON.stringify(schema);
        if ([...found].some((other) => text.includes(`"input:${other}"`))) found.add(name);
      }
    }
    return found;
  }
}

// References of zod become names that still say which face is meant.
function referring(value: unknown, face: Face): unknown {
  return renamed(value, (reference) => reference.replace(/^#\/\$defs\//, `${face}:`));
}

function renamed(value: unknown, rename: (reference: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) =>
      key === '$ref' && typeof item === 'string' ? [key, rename(item)] : [key, renamed(item, rename)],
    ),
  );
}
