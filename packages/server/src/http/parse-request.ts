// Reads what a route declares out of a request: path, query, JSON body, each against its schema, with a pointer to
// every wrong part.
import { StemmaError } from '@stemma/core';
import type { AnyRoute } from '@stemma/api';
import type { Fault } from './problem-response.ts';

/** Largest JSON body that is read. */
const maxBodyBytes = 4 * 2 ** 20;

// Goals may be nested 64 deep, each level with an object for its inputs, and values in them.
const maxDepth = 256;

/** What was asked, parsed. */
export interface Parsed {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * Parses a request.
 * @throws StemmaError `invalid_request` with `detail.errors`; `too_large` for a body beyond {@link maxBodyBytes}.
 */
export async function parseRequest(
  route: AnyRoute,
  request: Request,
  pathParameters: Readonly<Record<string, string>>,
): Promise<Parsed> {
  const faults: Fault[] = [];
  const read = (key: 'params' | 'query' | 'body', given: unknown, prefix: string): unknown => {
    const schema = route[key];
    if (!schema) return undefined;
    const result = schema.safeParse(given);
    if (result.success) return result.data;
    for (const { path, message } of result.error.issues)
      faults.push({ pointer: [prefix, ...path.map(escaped)].join('/'), detail: message });
    return undefined;
  };
  const params = read('params', pathParameters, '#/path');
  const query = read('query', queryOf(request), '#/query');
  const body = route.body ? read('body', await jsonBody(request), '') : undefined;
  if (faults.length > 0) {
    const told = faults.slice(0, 3).map(({ pointer, detail }) => `${pointer || 'the body'}: ${detail}`);
    const more = faults.length > 3 ? ` (and ${faults.length - 3} more)` : '';
    throw new StemmaError('invalid_request', told.join('; ') + more, { errors: faults.slice(0, 100) });
  }
  return { params, query, body };
}

// Names in a route's query are given once; what is given twice is a list, which schemas of single values refuse.
function queryOf(request: Request): Record<string, string | string[]> {
  const { searchParams } = new URL(request.url);
  const values = new Map<string, string[]>();
  for (const [key, value] of searchParams) {
    const former = values.get(key);
    if (former) former.push(value);
    else values.set(key, [value]);
  }
  return Object.fromEntries([...values].map(([key, given]) => [key, given.length === 1 ? given[0]! : given]));
}

async function jsonBody(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  // Also what keeps a form on another site from posting here: browsers ask first before they send JSON.
  if (type !== 'application/json')
    throw new StemmaError('invalid_request', 'send the body as JSON, with content-type: application/json');
  const bytes = await boundedBody(request);
  if (isTooDeep(bytes))
    throw new StemmaError('invalid_request', `the body is nested more than ${maxDepth} deep: it cannot mean anything`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new StemmaError('invalid_request', `the body is no JSON: ${(cause as Error).message}`, {}, cause);
  }
}

// Before it is parsed: what is nested a million deep would overflow the stack of whatever walks through it.
function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let isString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (isString) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) isString = false;
    } else if (byte === 0x22) isString = true;
    // [ and {, then ] and }
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > maxDepth) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return false;
}

async function boundedBody(request: Request): Promise<Uint8Array> {
  const tooLarge = () =>
    new StemmaError('too_large', `a body can have at most ${maxBodyBytes / 2 ** 20} MiB`, { limitBytes: maxBodyBytes });
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw tooLarge();
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of request.body ?? []) {
    sizeBytes += (piece as Uint8Array).length;
    if (sizeBytes > maxBodyBytes) throw tooLarge();
    pieces.push(piece as Uint8Array);
  }
  return Buffer.concat(pieces);
}

function escaped(key: PropertyKey): string {
  return String(key).replaceAll('~', '~0').replaceAll('/', '~1');
}
