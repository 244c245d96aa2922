// A PROV document as PROV-JSON (W3C Member Submission 2013, https://www.w3.org/Submission/prov-json/).
import type { ProvAttribute, ProvGraph, ProvValue } from './prov-graph.ts';

type JsonValue = string | { readonly $: string; readonly type: string };

/**
 * A PROV document as PROV-JSON text, one record to a line: large documents stay small, and can still be read and compared.
 * Attributes that stand once are no lists, and no two records have one id.
 */
export function provJson({ namespaces, records }: ProvGraph): string {
  const sections = new Map<string, string[]>();
  for (const { section, id, attributes } of records) {
    const line = `${JSON.stringify(id)}:${JSON.stringify(attributesOf(attributes))}`;
    const lines = sections.get(section);
    if (lines) lines.push(line);
    else sections.set(section, [line]);
  }
  const parts = [`"prefix":${JSON.stringify(namespaces)}`];
  for (const [section, lines] of sections) parts.push(`"${section}":{\n${lines.join(',\n')}\n}`);
  return `{\n${parts.join(',\n')}\n}\n`;
}

function attributesOf(attributes: readonly ProvAttribute[]): Record<string, JsonValue | JsonValue[]> {
  const object: Record<string, JsonValue | JsonValue[]> = {};
  for (const [name, value] of attributes) {
    const before = object[name];
    const written = valueOf(name, value);
    if (before === undefined) object[name] = written;
    else object[name] = [...(Array.isArray(before) ? before : [before]), written];
  }
  return object;
}

// The ends of a relation and its times are plain strings, since their names alone say what they are.
const formalTimes = new Set(['prov:time', 'prov:startTime', 'prov:endTime']);

function valueOf(name: string, value: ProvValue): JsonValue {
  if (typeof value === 'string') return value;
  if ('id' in value) return value.id;
  if ('name' in value) return { $: value.name, type: 'prov:QUALIFIED_NAME' };
  return formalTimes.has(name) ? value.text : { $: value.text, type: value.type };
}
