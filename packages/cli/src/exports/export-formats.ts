// All formats of `stemma export`: those of core, which are pure, and those that need the bytes of products.
import { didYouMean, StemmaError } from '@stemma/core';
import { exporters, rootOf, type ExportOptions, type History } from '@stemma/core/exports';
import { embedProvenance, isFits } from './embed-provenance.ts';

/** A file of an export, ready to be written. */
export interface WrittenFile {
  /** Relative; see `isSafeName`. */
  readonly path: string;
  /** Text, bytes, or a stored file that is copied without being read. */
  readonly content: string | Uint8Array | { readonly path: string };
}

/** Reads the bytes of a stored blob. */
export type ReadBytes = (digest: string) => Promise<Uint8Array>;

/** Where a stored blob lies as a file, for stores that have it as one. */
export type PathOf = (digest: string) => Promise<string | undefined>;

/** A format as people choose it. */
export interface ExportFormat {
  readonly name: string;
  readonly mediaType: string;
  readonly title: string;
  /** @throws StemmaError as exporters do; `gone` when bytes are needed that were forgotten. */
  write(history: History, options: ExportOptions, read: ReadBytes, pathOf?: PathOf): Promise<readonly WrittenFile[]>;
}

const fits: ExportFormat = {
  name: 'fits',
  mediaType: 'application/fits',
  title: 'the FITS products with their history inside',
  async write(history, options, read) {
    const root = rootOf(history);
    const products = root.outputs.flatMap(({ files }) => files).filter(isFits);
    if (products.length === 0)
      throw new StemmaError('invalid_request', `${root.name} has no FITS products; choose another format`);
    const written: WrittenFile[] = [];
    for (const file of products)
      written.push({ path: file.name, content: embedProvenance(await read(file.digest), file, history, options) });
    return written;
  },
};

/** Every format, in the order in which people are shown them. */
export const exportFormats: readonly ExportFormat[] = [
  ...exporters.map(({ name, mediaType, title, write }): ExportFormat => ({
    name,
    mediaType,
    title,
    async write(history, options, read, pathOf) {
      const files: WrittenFile[] = [];
      for (const file of write(history, options)) {
        const path = 'blob' in file ? await pathOf?.(file.blob) : undefined;
        const content = 'text' in file ? file.text : path === undefined ? await read(file.blob) : { path };
        files.push({ path: file.path, content });
      }
      return files;
    },
  })),
  fits,
];

/** The format of a name. @throws StemmaError `invalid_request` with the nearest name. */
export function formatNamed(name: string): ExportFormat {
  const found = exportFormats.find((format) => format.name === name);
  if (found) return found;
  const names = exportFormats.map((format) => format.name);
  const hint = didYouMean(name, names) || `; there are ${names.join(', ')}`;
  throw new StemmaError('invalid_request', `there is no export format "${name}"${hint}`, { format: name });
}
