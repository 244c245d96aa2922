// Text travels compressed: zstd where the client knows it, else gzip. Never events, which must leave at once; never
// ranges, whose bytes are numbered; never what must not be stored, since the length of a compressed secret tells of it.
import { Duplex } from 'node:stream';
import { createGzip, createZstdCompress, constants, gzipSync, zstdCompressSync } from 'node:zlib';

type Coding = 'zstd' | 'gzip';

// Below this the header costs more than compression gains.
const leastBytes = 1_024;
// Up to this compressed in one go: quicker than a stream, and too short to hold anybody up.
const atOnceBytes = 65_536;

const compressible = /^(?:text\/(?!event-stream)|application\/(?:[\w.+-]*\+)?(?:json|xml)\b|image\/svg\+xml)/;

/** The answer compressed, or as it was. */
export async function compressed(response: Response, acceptEncoding: string | null): Promise<Response> {
  if (!response.body || !isCompressible(response)) return response;
  const headers = new Headers(response.headers);
  headers.append('vary', 'accept-encoding');
  const coding = codingFor(acceptEncoding);
  const length = headers.get('content-length');
  const isShort = length !== null && Number(length) < leastBytes;
  const plain = () => new Response(response.body, { status: response.status, headers });
  if (!coding || isShort) return plain();
  headers.set('content-encoding', coding);
  headers.delete('content-length');
  // The bytes are others than those that the tag names, though they mean the same (RFC 9110, 8.8.3.3).
  const tag = headers.get('etag');
  if (tag !== null && !tag.startsWith('W/')) headers.set('etag', `W/${tag}`);
  if (length !== null && Number(length) <= atOnceBytes) {
    const bytes = atOnce(coding, new Uint8Array(await response.arrayBuffer()));
    headers.set('content-length', String(bytes.length));
    return new Response(bytes, { status: response.status, headers });
  }
  const body = response.body.pipeThrough(streamOf(coding) as unknown as TransformStream<Uint8Array, Uint8Array>);
  return new Response(body, { status: response.status, headers });
}

/** Which coding a client likes best of those that there are: RFC 9110, 12.5.3. */
export function codingFor(acceptEncoding: string | null): Coding | undefined {
  if (acceptEncoding === null || acceptEncoding.length > 1_000) return undefined;
  const weights = new Map<string, number>();
  for (const part of acceptEncoding.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    weights.set(name, quality === undefined ? 1 : Number(quality.slice(2)) || 0);
  }
  const weightOf = (coding: Coding) => weights.get(coding) ?? weights.get('*') ?? 0;
  const [best] = (['zstd', 'gzip'] as const).toSorted((a, b) => weightOf(b) - weightOf(a));
  return weightOf(best!) > 0 ? best : undefined;
}

function isCompressible({ status, headers }: Response): boolean {
  const control = headers.get('cache-control') ?? '';
  return (
    status === 200 &&
    !headers.has('content-encoding') &&
    !headers.has('content-range') &&
    compressible.test(headers.get('content-type') ?? '') &&
    !/no-transform|no-store/.test(control)
  );
}

// Levels at which text shrinks to nearly its least in a tenth of the time of the defaults.
const zstdLevel = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };
const gzipLevel = { level: 4 };

function atOnce(coding: Coding, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(coding === 'zstd' ? zstdCompressSync(bytes, zstdLevel) : gzipSync(bytes, gzipLevel));
}

function streamOf(coding: Coding) {
  return Duplex.toWeb(coding === 'zstd' ? createZstdCompress(zstdLevel) : createGzip(gzipLevel));
}
