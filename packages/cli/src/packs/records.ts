// Derivation records as they come from outside, in step files and packs: taken apart and checked before anything
// walks over them, since the walks of core trust the form of what the index holds.
import { isDigest, StemmaError, type InputBinding } from '@stemma/core';
import { type PlainRecord } from '@stemma/core/exports';

type Loose = Readonly<Record<string, unknown>>;

/** The greatest depth of lists, maps and fan-outs inside one input: deeper than any declaration, shallower than the stack. */
const deepestBinding = 64;

/**
 * A derivation record (without its shapes, which follow from it) from parsed JSON, with nothing else in it.
 * @param where names the file, for messages.
 * @throws StemmaError `invalid_request` telling what is wrong with its form. The id is not checked against the content:
 *   whoever binds the record computes it anyway.
 */
export function readRecord(value: unknown, where: string): PlainRecord {
  const wrong = (what: string) => new StemmaError('invalid_request', `${where} is no derivation record: ${what}`);
  if (!isObject(value)) throw wrong('it must be a JSON object');
  const { id, parameters, inputs } = value;
  if (!isDigestValue(id)) throw wrong('"id" must be a sha256');
  const definition = readDefinition(value.definition);
  if (!definition) throw wrong('"definition" must have name, version and the digests "code" and "environment"');
  if (!isObject(parameters)) throw wrong('"parameters" must be an object');
  if (!isObject(inputs)) throw wrong('"inputs" must be an object');
  for (const [input, binding] of Object.entries(inputs))
    if (!isBinding(binding, 0)) throw wrong(`the input "${input}" is bound to nothing that is known`);
  return {
    id,
    definition,
    parameters: parameters as PlainRecord['parameters'],
    inputs: inputs as PlainRecord['inputs'],
  };
}

function readDefinition(value: unknown): PlainRecord['definition'] | undefined {
  if (!isObject(value)) return undefined;
  const { name, version, code, environment } = value;
  const isWhole = isText(name) && isText(version) && isDigestValue(code) && isDigestValue(environment);
  return isWhole ? { name, version, code, environment } : undefined;
}

function isBinding(value: unknown, depth: number): value is InputBinding {
  if (!isObject(value) || depth > deepestBinding) return false;
  if ('id' in value) return isDigestValue(value.id) && (value.accept === undefined || isTextList(value.accept));
  if ('list' in value) return Array.isArray(value.list) && value.list.every((item) => isBinding(item, depth + 1));
  if ('map' in value)
    return isObject(value.map) && Object.values(value.map).every((item) => isBinding(item, depth + 1));
  if ('each' in value) return isFanOut(value.each, depth);
  return value.absent === true;
}

function isFanOut(value: unknown, depth: number): boolean {
  return isObject(value) && isDigestValue(value.over) && isText(value.output) && isBinding(value.template, depth + 1);
}

/** True for JSON objects, which arrays are not. */
export function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a sha256 in hexadecimal digits. */
export function isDigestValue(value: unknown): value is string {
  return typeof value === 'string' && isDigest(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}
