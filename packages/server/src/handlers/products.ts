// Products by reference: values of outputs in the formats that people open, stored files with ranges.
import { stat } from 'node:fs/promises';
import { didYouMean, StemmaError, type Digest, type OutputEntry, type Result } from '@stemma/core';
import { declarationOf, wordsOf } from '@stemma/core/exports';
import { noSuch } from '../access/visibility.ts';
import type { Call, Handlers } from '../http/handler.ts';
import type { ServerParts } from '../parts.ts';
import { bytesResponse, type Sent } from '../products/bytes-response.ts';
import { csvText } from '../products/csv-text.ts';
import { jsonValue } from '../products/json-value.ts';
import { outputFormats } from '../products/output-formats.ts';
import { preferredFormat } from '../products/preferred-format.ts';
import type { Product, ProductFormat } from '../products/product-writer.ts';
import { tableColumns } from '../products/table-columns.ts';
import { blobHref } from '../results/hrefs.ts';
import { readableRecord } from '../results/named-result.ts';

/** Handlers of products. */
export function productHandlers(parts: ServerParts): Handlers<'getOutput' | 'getFile' | 'getBlob'> {
  return {
    getOutput: async ({ params: { id, name }, query: { format } }, call) => {
      const { product, entry } = await productOf(parts, id, name, call);
      const chosen = formatOf(product, format, call.request, parts);
      if (chosen.name === 'stored') return storedOutput(parts, name, entry, call.request);
      return bytesResponse(
        {
          content: written(product, chosen, parts),
          mediaType: chosen.mediaType,
          fileName: `${name}.${chosen.extension}`,
          // The header of a FITS file names the result, so equal values of two results are not equal bytes.
          tag: `${entry.digest}-${product.of.id}-${chosen.name}`,
        },
        call.request,
      );
    },
    getFile: async ({ params: { id, name } }, { identity, request }) => {
      const { record, stored } = await readableRecord(parts, id, identity);
      const manifest = stored?.manifest;
      const files =
        manifest && 'outputs' in manifest ? Object.values(manifest.outputs).flatMap((one) => one.files) : [];
      const file = files.find((one) => one.name === name);
      if (!file) throw noFile(name, files, record.definition.name);
      return blobResponse(parts, file, request);
    },
    getBlob: ({ params: { sha256, filename } }, { identity, request }) => {
      // Bytes of private results are named by nobody but those who can see them; a file itself may be somebody's own.
      if (parts.visibility?.hidden(identity, 'file', [sha256]).has(sha256)) throw noSuch('file', sha256);
      return blobResponse(parts, { digest: sha256, name: filename, mediaType: mediaTypeOf(filename) }, request);
    },
  };
}

/** An output with its value and declaration. @throws StemmaError `not_found`, `gone`, `no_data`. */
export async function productOf(
  parts: ServerParts,
  idOrPrefix: string,
  output: string,
  { identity }: Pick<Call, 'identity'>,
): Promise<{ product: Product; entry: OutputEntry; result: Result<Record<string, unknown>> }> {
  const { engine } = parts;
  const { record } = await readableRecord(parts, idOrPrefix, identity);
  const result = (await engine.result(record.id)) as Result<Record<string, unknown>>;
  const value = await result.output(output);
  const declared = declarationOf(record.definition, wordsOf(engine.registry));
  const schema = declared?.outputs[output]?.schema;
  const { name, version } = record.definition;
  const product = { name: output, value, ...(schema && { schema }), of: { id: record.id, name, version } };
  return { product, entry: result.entries[output]!, result };
}

/** The bytes of a blob, wherever they lie. @throws StemmaError `gone`. */
export async function blobContent({ blobs, index }: ServerParts, digest: Digest): Promise<Sent['content']> {
  const path = await blobs.pathOf?.(digest);
  if (path !== undefined) return { path, sizeBytes: (await stat(path)).size };
  const bytes = (await blobs.get(digest)) ?? (await index.payloads([digest])).get(digest);
  if (bytes) return bytes;
  throw new StemmaError('not_found', `the bytes ${digest} are not in this store`, { digest });
}

function formatOf(
  product: Product,
  name: string | undefined,
  request: Request,
  { productWriter }: ServerParts,
): ProductFormat {
  const offered = outputFormats(product, productWriter);
  if (name === undefined) return preferredFormat(request.headers.get('accept'), offered);
  const found = offered.find((format) => format.name === name);
  if (found) return found;
  const names = offered.map((format) => format.name).join(', ');
  throw new StemmaError('invalid_request', `${product.name} cannot be had as ${name}: choose ${names}`, {
    pointer: '#/query/format',
  });
}

function written(product: Product, { name }: ProductFormat, { productWriter }: ServerParts): Uint8Array {
  const text = (content: string) => new TextEncoder().encode(content);
  if (name === 'csv') return text(csvText(tableColumns(product.name, product.value, product.schema)!));
  if (name !== 'json') return productWriter!.write(product, name);
  return text(JSON.stringify(jsonValue(product.value, (file) => blobHref(file.digest!, file.name))));
}

async function storedOutput(parts: ServerParts, name: string, { digest }: OutputEntry, request: Request) {
  const content = await blobContent(parts, digest);
  const mediaType = 'application/octet-stream';
  return bytesResponse({ content, mediaType, fileName: `${name}.stemma`, tag: digest }, request);
}

async function blobResponse(
  parts: ServerParts,
  { digest, name, mediaType }: { readonly digest: Digest; readonly name: string; readonly mediaType: string },
  request: Request,
): Promise<Response> {
  return bytesResponse({ content: await blobContent(parts, digest), mediaType, fileName: name, tag: digest }, request);
}

const mediaTypes: Readonly<Record<string, string>> = {
  fits: 'application/fits',
  fit: 'application/fits',
  json: 'application/json',
  csv: 'text/csv',
  txt: 'text/plain',
  md: 'text/plain',
  vot: 'application/x-votable+xml',
  xml: 'application/xml',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  pdf: 'application/pdf',
  gz: 'application/gzip',
};

// A digest has no type: that of the name which the caller gave is as good as any, and nothing is run in it.
function mediaTypeOf(name: string): string {
  return mediaTypes[name.split('.').at(-1)!.toLowerCase()] ?? 'application/octet-stream';
}

function noFile(name: string, files: readonly { readonly name: string }[], analysis: string): StemmaError {
  const names = files.map((file) => file.name);
  const hint = didYouMean(name, names) || (names.length > 0 ? `; it has ${names.slice(0, 20).join(', ')}` : '');
  return new StemmaError('not_found', `${analysis} has no file "${name}"${hint}`, { file: name });
}
