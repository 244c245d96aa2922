// Puts the code of a bundle beside the store, where `stemma verify` finds it, and links the installed packages that it
// imports. Nothing of it runs before somebody verifies.
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { memberText, type OpenArchive } from '@stemma/backends/archives';
import { StemmaError, type Digest } from '@stemma/core';
import { bundlePaths, readHead, type BundleHead, type CodeLink } from './bundle-head.ts';

const bundlesIn = (store: string) => join(resolve(store), 'bundles');

/** Writes the code of a checked bundle into the store. @returns the path of the module that gives its analyses. */
export async function placeCode(archive: OpenArchive, head: BundleHead, store: string): Promise<string> {
  const place = join(bundlesIn(store), head.id);
  const partial = `${place}.partial-${process.pid}`;
  try {
    for (const [path, member] of archive.members) {
      if (!path.startsWith('data/code/')) continue;
      const target = join(partial, path.slice('data/'.length));
      await mkdir(dirname(target), { recursive: true });
      await pipeline(member.stream(), createWriteStream(target));
    }
    for (const name of [bundlePaths.head, bundlePaths.records])
      await writeFile(join(partial, name), await memberText(archive, `data/${name}`, 'the bundle'));
    await rm(place, { recursive: true, force: true });
    await rename(partial, place);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return join(place, bundlePaths.entry);
}

/**
 * The module of an unbundled bundle that knows an id or its beginning, ready to be loaded: what it imports is linked.
 * Undefined when no bundle knows it.
 * @throws StemmaError `not_found` naming the packages that have to be installed first.
 */
export async function bundleModuleOf(idOrPrefix: string, store: string): Promise<string | undefined> {
  const folders = await readdir(bundlesIn(store)).catch(() => []);
  for (const folder of folders.sort((a, b) => Number(b.startsWith(idOrPrefix)) - Number(a.startsWith(idOrPrefix)))) {
    const place = join(bundlesIn(store), folder);
    const head = readHead(await readFile(join(place, bundlePaths.head), 'utf8').catch(() => '{}'), place);
    if (!folder.startsWith(idOrPrefix) && !(await knows(place, idOrPrefix))) continue;
    await linkPackages(place, head);
    return join(place, bundlePaths.entry);
  }
  return undefined;
}

async function knows(place: string, idOrPrefix: Digest): Promise<boolean> {
  const records = await readFile(join(place, bundlePaths.records), 'utf8');
  return records.includes(`"id":"${idOrPrefix}`);
}

// Links are made when they are needed: packages may be installed after the bundle was unpacked.
async function linkPackages(place: string, { code = [] }: BundleHead): Promise<void> {
  const missing = new Set<string>();
  for (const { folder, links } of code) {
    for (const link of links) {
      const target = link.folder === undefined ? await installed(link) : join(place, 'code', link.folder);
      if (target === undefined) missing.add(`${link.name}@${link.version!}`);
      else await renewLink(join(place, 'code', folder, 'node_modules', link.name), target);
    }
  }
  if (missing.size > 0)
    throw new StemmaError(
      'not_found',
      `the code of this bundle needs ${[...missing].sort().join(', ')}: install it here with npm, in exactly this version`,
      { packages: [...missing] },
    );
}

async function renewLink(link: string, target: string): Promise<void> {
  await mkdir(dirname(link), { recursive: true });
  await rm(link, { force: true });
  await symlink(relative(await realpath(dirname(link)), target), link);
}

// Of the packages beside Stemma and of those of the current folder, the one of the right version.
async function installed({ name, version }: CodeLink): Promise<string | undefined> {
  for (const from of [import.meta.url, pathToFileURL(join(process.cwd(), 'package.json')).href]) {
    const manifest = manifestOf(name, from);
    if (manifest === undefined) continue;
    const found = JSON.parse(await readFile(manifest, 'utf8')) as { version?: string };
    if (found.version === version) return dirname(await realpath(manifest));
  }
  return undefined;
}

function manifestOf(name: string, from: string): string | undefined {
  try {
    return findPackageJSON(name, from);
  } catch {
    return undefined;
  }
}
