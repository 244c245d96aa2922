// Previews over HTTP: the source is found and read here; how it is shown is the previewer's.
import { FileValue, StemmaError } from '@stemma/core';
import type { Call, Handlers } from '../http/handler.ts';
import type { ServerParts } from '../parts.ts';
import type { Previewer, PreviewSource } from '../previews/previewer.ts';
import { conditionalJson, immutable, isKnownTo } from '../products/conditional.ts';
import { readableRecord } from '../results/named-result.ts';
import { productOf } from './products.ts';

/** Handlers of previews. */
export function previewHandlers(parts: ServerParts): Handlers<'listPreviews' | 'previewImage' | 'previewCurve'> {
  const { sha256 } = parts.engine.services.identity;
  return {
    listPreviews: async ({ params: { id } }, call) => {
      const previewer = previewerOf(parts);
      const items = [];
      for (const source of await sourceNames(parts, id, call)) {
        const read = await sourceOf(parts, id, source, call);
        items.push(...(await previewer.previewsOf(read)).map((facts) => ({ source, ...facts })));
      }
      return { items };
    },
    previewImage: async ({ params: { id }, query: { source, ...request } }, call) => {
      const { record } = await readableRecord(parts, id, call.identity);
      const etag = `"${sha256(`${record.id} ${new URL(call.request.url).search}`)}"`;
      const headers = { etag, 'cache-control': immutable };
      if (isKnownTo(call.request, etag)) return new Response(null, { status: 304, headers });
      const read = await sourceOf(parts, record.id, source, call);
      const { bytes, mediaType, width, height, step, low, high } = await previewerOf(parts).image(read, request);
      return new Response(bytes, {
        headers: {
          ...headers,
          'content-type': mediaType,
          'x-cuts': `${low} ${high}`,
          'x-shape': `${width} ${height}`,
          'x-step': String(step),
        },
      });
    },
    previewCurve: async ({ params: { id }, query: { source, ...request } }, call) => {
      const read = await sourceOf(parts, id, source, call);
      return conditionalJson(await previewerOf(parts).curve(read, request), call.request, sha256, immutable);
    },
  };
}

function previewerOf({ previewer }: ServerParts): Previewer {
  if (previewer) return previewer;
  throw new StemmaError('unavailable', 'this server was started without previews');
}

// An output itself, then each of its files.
async function sourceNames(parts: ServerParts, id: string, { identity }: Call): Promise<string[]> {
  const { stored } = await readableRecord(parts, id, identity);
  const manifest = stored?.manifest;
  const outputs = manifest && 'outputs' in manifest ? Object.entries(manifest.outputs) : [];
  return outputs.flatMap(([name, { files }]) => [name, ...files.map((file) => `${name}/${file.name}`)]);
}

async function sourceOf(parts: ServerParts, id: string, source: string, call: Call): Promise<PreviewSource> {
  const slash = source.indexOf('/');
  const output = slash < 0 ? source : source.slice(0, slash);
  const { product, result, entry } = await productOf(parts, id, output, call);
  const name = slash < 0 ? onlyFile(product.value) : source.slice(slash + 1);
  if (name === undefined) return product;
  const file = (await result.files()).find((one) => one.name === name && isOf(entry.files, one));
  if (!file)
    throw new StemmaError('not_found', `the output ${output} has no file "${name}"`, { pointer: '#/query/source' });
  return { name: file.name, mediaType: file.mediaType, bytes: file.bytes() };
}

// An output that is a file is the file.
function onlyFile(value: unknown): string | undefined {
  return value instanceof FileValue ? value.name : undefined;
}

function isOf(files: readonly { readonly digest: string }[], { digest }: FileValue): boolean {
  return files.some((file) => file.digest === digest);
}
