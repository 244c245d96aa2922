// What a derivation is beside its data: its parameters with data units left open. Which parameters are data units is
// declared in code that may be gone; the first shape still tells, for only with the right ones open does it come out.
import { canonicalJson, type Json } from '../canonical/json.ts';
import type { Digest, Sha256 } from '../identity/digest.ts';
import type { DerivationRecord, InputBinding } from '../identity/records.ts';

/** With more parameters than this not every choice is tried: 2¹² hashes take a few milliseconds. */
const mostParameters = 12;

/** Finds the parameters that are no data units, and remembers for each definition which ones they were. */
export class OpenParameters {
  readonly #sha256: Sha256;
  readonly #choices = new Map<string, number>();

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  /**
   * The parameters of a derivation without its data units; undefined when no choice gives its first shape, as for what was
   * imported from elsewhere. @param shapeOf the first shapes of its inputs.
   */
  of(record: DerivationRecord, shapeOf: (id: Digest) => Digest | undefined): Json | undefined {
    const { definition, parameters, shapes } = record;
    const { code, environment, name, version } = definition;
    const inputs: Record<string, Json> = {};
    for (const [role, binding] of Object.entries(record.inputs)) inputs[role] = formOf(binding, shapeOf);
    const isRight = (open: Json): boolean =>
      this.#sha256(canonicalJson({ code, environment, inputs, name, parameters: open, version })) === shapes.l1;
    if (name === 'stemma.File') {
      const open = { mediaType: parameters['mediaType'] ?? null };
      return isRight(open) ? open : undefined;
    }
    const names = Object.keys(parameters).sort();
    const withOpen = (choice: number): Json =>
      Object.fromEntries(names.map((key, i) => [key, choice & (1 << i) ? '*' : parameters[key]!]));
    const key = canonicalJson([name, version, code, names]);
    for (const choice of choices(names.length, this.#choices.get(key))) {
      if (!isRight(withOpen(choice))) continue;
      this.#choices.set(key, choice);
      return withOpen(choice);
    }
    return undefined;
  }
}

/** The likely choice first, then none, all, and every other one. */
function* choices(count: number, likely: number | undefined): Generator<number> {
  if (likely !== undefined) yield likely;
  yield 0;
  if (count > mostParameters) return;
  for (let choice = 1; choice < 1 << count; choice++) yield choice;
}

// As in ShapeHasher: lists as sets, fan-outs by their template.
function formOf(binding: InputBinding, shapeOf: (id: Digest) => Digest | undefined): Json {
  if ('id' in binding) return shapeOf(binding.id) ?? null;
  if ('list' in binding) {
    const texts = binding.list.map((item) => canonicalJson(formOf(item, shapeOf)));
    return texts.length < 2 ? texts : [...new Set(texts)].sort();
  }
  if ('map' in binding)
    return Object.fromEntries(Object.entries(binding.map).map(([key, item]) => [key, formOf(item, shapeOf)]));
  if ('each' in binding)
    return { over: shapeOf(binding.each.over) ?? null, template: formOf(binding.each.template, shapeOf) };
  return null;
}
