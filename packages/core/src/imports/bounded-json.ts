// Documents from outside, read with nothing trusted: bytes that are no UTF-8, texts that are too long and values that
// are nested too deeply are told apart, before anything walks over them.
import { StemmaError } from '../errors.ts';

/** What is read of a document at most; a public one of 510 nodes, the largest we know, has 2 MB. */
export const importLimits = {
  /** The document itself, bytes. */
  documentBytes: 256 * 2 ** 20,
  /** Nodes and edges of the graph that it tells. */
  nodes: 250_000,
  edges: 2_000_000,
  /** Lists in lists, objects in objects. */
  depth: 64,
  /** One text; a longer value is told by size and digest. */
  textCharacters: 4096,
} as const;

/** Any parsed object. */
export type Loose = Readonly<Record<string, unknown>>;

/** True for JSON objects, which arrays are not. */
export function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as a list: none for undefined and null, itself when it is one. */
export function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

/**
 * Parsed JSON of a document.
 * @param where names the document, for messages.
 * @throws StemmaError `too_large` beyond the limits; `invalid_request` when it is no UTF-8, no JSON or no object.
 */
export function boundedJson(bytes: Uint8Array, where: string): Loose {
  if (bytes.length > importLimits.documentBytes)
    throw new StemmaError(
      'too_large',
      `${where} has ${bytes.length} bytes; documents of up to ${importLimits.documentBytes} are read: split it`,
    );
  const value = parsed(textOf(bytes, where), where);
  if (!isLoose(value))
    throw new StemmaError('invalid_request', `${where} is no JSON object, so no provenance document`);
  refuseDepth(value, where);
  return value;
}

function textOf(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new StemmaError(
      'invalid_request',
      `${where} is no UTF-8 text: it is damaged, or another kind of file`,
      {},
      cause,
    );
  }
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StemmaError('invalid_request', `${where} is no JSON: ${(cause as Error).message}`, {}, cause);
  }
}

// Level by level, since a document of nothing but brackets would end the stack of every function that recurs.
function refuseDepth(value: unknown, where: string): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > importLimits.depth)
      throw new StemmaError('too_large', `${where} is nested more than ${importLimits.depth} deep: no provenance is`);
    const next: unknown[] = [];
    for (const item of level)
      if (typeof item === 'object' && item !== null)
        for (const inner of Object.values(item)) if (typeof inner === 'object' && inner !== null) next.push(inner);
    level = next;
  }
}
