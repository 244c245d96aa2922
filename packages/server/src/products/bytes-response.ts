// Answers with bytes that never change: entity tag from their digest, ranges, conditional requests, names that are safe,
// and nothing that a browser could run.
import { errorTable } from '@stemma/core';
import { isRangeValid, parseRange, type ByteRange } from './byte-range.ts';
import { immutable, isKnownTo } from './conditional.ts';
import { contentDisposition, safeMediaType } from './content-disposition.ts';
import { fileStream } from './file-stream.ts';

/** What is sent. */
export interface Sent {
  /** Where the bytes are: in memory, or in a file. */
  readonly content: Uint8Array | { readonly path: string; readonly sizeBytes: number };
  readonly mediaType: string;
  readonly fileName: string;
  /** Without quotes; equal tags mean equal bytes. */
  readonly tag: string;
  readonly cacheControl?: string;
}

/** The answer to a request for bytes: 200, 206, 304 or 416. */
export function bytesResponse(
  { content, mediaType, fileName, tag, cacheControl = immutable }: Sent,
  request: Request,
): Response {
  const sizeBytes = content instanceof Uint8Array ? content.length : content.sizeBytes;
  const etag = `"${tag}"`;
  const type = safeMediaType(mediaType);
  const headers: Record<string, string> = { etag, 'cache-control': cacheControl, vary: 'accept' };
  if (isKnownTo(request, etag)) return new Response(null, { status: 304, headers });
  Object.assign(headers, {
    'accept-ranges': 'bytes',
    'content-disposition': contentDisposition(fileName, type),
    // A product may be HTML or SVG with scripts in it; it is data, not a page of this service.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'x-content-type-options': 'nosniff',
  });
  const wanted = isRangeValid(request.headers.get('if-range'), etag) ? request.headers.get('range') : null;
  const range = parseRange(wanted, sizeBytes);
  if (range === 'unsatisfiable') return notSatisfiable(sizeBytes, headers);
  headers['content-type'] = type;
  if (range) headers['content-range'] = `bytes ${range.first}-${range.last}/${sizeBytes}`;
  const part = range ?? { first: 0, last: sizeBytes - 1 };
  headers['content-length'] = String(part.last - part.first + 1);
  const body = request.method === 'HEAD' ? null : bodyOf(content, part);
  return new Response(body, { status: range ? 206 : 200, headers });
}

function bodyOf(
  content: Sent['content'],
  part: ByteRange,
): Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null {
  if (part.last < part.first) return null;
  if (content instanceof Uint8Array) return content.subarray(part.first, part.last + 1) as Uint8Array<ArrayBuffer>;
  return fileStream(content.path, part);
}

// The one status that the error table does not have: it belongs to ranges alone.
function notSatisfiable(sizeBytes: number, headers: Record<string, string>): Response {
  const { meaning } = errorTable.invalid_request;
  const problem = {
    type: 'https://stemma.dev/errors#invalid_request',
    title: meaning,
    status: 416,
    detail: `there are only ${sizeBytes} bytes: ask for a range that begins before`,
    code: 'invalid_request',
    retryable: false,
  };
  return new Response(JSON.stringify(problem), {
    status: 416,
    headers: {
      etag: headers.etag!,
      'content-range': `bytes */${sizeBytes}`,
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
    },
  });
}
