// The history of a result in the formats that others read.
import { didYouMean, StemmaError } from '@stemma/core';
import { exporters, readHistory, wordsOf, type ExportedFile, type Exporter } from '@stemma/core/exports';
import type { Call, Handlers } from '../http/handler.ts';
import type { ServerParts } from '../parts.ts';
import { bytesResponse } from '../products/bytes-response.ts';
import { revalidated } from '../products/conditional.ts';
import { exportHref } from '../results/hrefs.ts';
import { readableId } from '../results/named-result.ts';
import { blobContent } from './products.ts';

/** Handlers of exports. */
export function exportHandlers(parts: ServerParts): Handlers<'listExportFormats' | 'exportResult' | 'getExportFile'> {
  return {
    listExportFormats: () => ({ items: exporters.map(({ name, mediaType, title }) => ({ name, mediaType, title })) }),
    exportResult: async ({ params: { id, format } }, call) => {
      const { full, exporter, files } = await exported(parts, id, format, call);
      const { mediaType } = exporter;
      return { format, mediaType, files: files.map((file) => fileDocument(full, format, file)) };
    },
    getExportFile: async ({ params: { id, format, path } }, call) => {
      const { exporter, files } = await exported(parts, id, format, call);
      const file = path === 'main' ? files[0] : files.find((one) => one.path === path);
      if (!file) throw noFile(path, files);
      const mediaType = file === files[0] ? exporter.mediaType : 'application/octet-stream';
      const content = 'text' in file ? new TextEncoder().encode(file.text) : await blobContent(parts, file.blob);
      const tag = 'text' in file ? parts.engine.services.identity.sha256(file.text) : file.blob;
      return bytesResponse({ content, mediaType, fileName: file.path, tag, cacheControl: revalidated }, call.request);
    },
  };
}

async function exported({ engine, index, ...rest }: ServerParts, idOrPrefix: string, format: string, call: Call) {
  const exporter = exporterNamed(format);
  const full = await readableId({ index, ...rest }, idOrPrefix, call.identity);
  const { services, registry } = engine;
  const words = wordsOf(registry, services.sources, services.identity.sha256);
  return { full, exporter, files: exporter.write(await readHistory(full, index, words), {}) };
}

function exporterNamed(name: string): Exporter {
  const found = exporters.find((exporter) => exporter.name === name);
  if (found) return found;
  const names = exporters.map((exporter) => exporter.name);
  const hint = didYouMean(name, names) || `; there are ${names.join(', ')}`;
  throw new StemmaError('not_found', `there is no export format "${name}"${hint}`, { pointer: '#/path/format' });
}

function fileDocument(id: string, format: string, file: ExportedFile) {
  const sizeBytes = 'text' in file ? { sizeBytes: new TextEncoder().encode(file.text).length } : {};
  return { path: file.path, ...sizeBytes, href: exportHref(id, format, file.path) };
}

function noFile(path: string, files: readonly ExportedFile[]): StemmaError {
  const paths = files.map((file) => file.path);
  const hint = didYouMean(path, paths) || `; it has ${paths.slice(0, 20).join(', ')}`;
  return new StemmaError('not_found', `the export has no file "${path}"${hint}`, { path });
}
