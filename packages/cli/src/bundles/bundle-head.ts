// What a bundle says of itself, and where everything lies in it. A bundle is a bag (BagIt 1.0); these are paths of its
// payload, so `data/` stands before them.
import { isDigest, StemmaError, type Digest } from '@stemma/core';
import { isObject } from '../packs/records.ts';
import { parse } from '../packs/pack.ts';

/** A package that the code of a bundle imports: one that has to be installed, or other code of the bundle. */
export interface CodeLink {
  readonly name: string;
  /** Of an installed package. */
  readonly version?: string;
  /** Of an installed package, as its lock file says: `sha512-…`. */
  readonly integrity?: string;
  /** Of code in the bundle. */
  readonly folder?: string;
}

/** Files that were below one package.json, with what they import from elsewhere. */
export interface CodeRoot {
  /** Below `code/`. */
  readonly folder: string;
  readonly links: readonly CodeLink[];
}

/** `bundle.json`. */
export interface BundleHead {
  readonly id: Digest;
  readonly name: string;
  readonly contentDigest: Digest;
  /** The Node that made the bundle, and what is needed at least. */
  readonly node: { readonly made: string; readonly needed: string };
  /** Absent when everything in the bundle is built into Stemma. */
  readonly code?: readonly CodeRoot[];
}

/** Where things lie in the payload. */
export const bundlePaths = {
  head: 'bundle.json',
  records: 'derivations.jsonl',
  results: 'results.jsonl',
  environment: 'environment.json',
  inputs: 'inputs.json',
  provenance: 'provenance.prov.json',
  readme: 'README.md',
  /** The module that gives all analyses of the bundle. */
  entry: 'code/entry.mjs',
} as const;

/** The version of the layout, in `bundle.json` as `stemmaBundle`. */
export const bundleVersion = 1;

/** The head of a bundle from its text. @throws StemmaError `invalid_request`, `conflict` for one of a newer version. */
export function readHead(text: string, where: string): BundleHead {
  const value = parse(text, `${bundlePaths.head} of ${where}`);
  if (!isObject(value) || typeof value.stemmaBundle !== 'number')
    throw new StemmaError('invalid_request', `${where} is no bundle: its ${bundlePaths.head} does not say so`);
  if (value.stemmaBundle !== bundleVersion)
    throw new StemmaError(
      'conflict',
      `${where} is a bundle of version ${value.stemmaBundle}, this Stemma reads ${bundleVersion}`,
    );
  const { id, contentDigest, name, node, code } = value;
  const isWhole = [id, contentDigest].every((digest) => typeof digest === 'string' && isDigest(digest));
  if (!isWhole || typeof name !== 'string' || !isObject(node) || !(code === undefined || isCode(code)))
    throw new StemmaError('invalid_request', `${where} is no bundle: its ${bundlePaths.head} is not complete`);
  return value as unknown as BundleHead;
}

const folderName = /^r\d{1,6}$/;
const packageName = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

function isCode(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  return value.every(
    (root) =>
      isObject(root) && folderName.test(String(root.folder)) && Array.isArray(root.links) && root.links.every(isLink),
  );
}

// Names become paths: nothing may lead out of the folder of the bundle.
function isLink(link: unknown): boolean {
  if (!isObject(link) || typeof link.name !== 'string' || !packageName.test(link.name)) return false;
  return link.folder === undefined ? typeof link.version === 'string' : folderName.test(String(link.folder));
}
