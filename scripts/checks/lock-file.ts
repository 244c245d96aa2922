// Checks on package-lock.json: what a user's installation weighs, under which licences, and that installing it
// neither runs code nor goes to a host that somebody's machine happened to use.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, Finding } from './check.ts';

/** An entry of the lock file. */
export interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

const maxRuntimePackages = 35;

/** What a user installs stays small, free and passive. */
export const lockFile: Check = {
  name: 'install',
  title: `a user installs at most ${maxRuntimePackages} packages, none under the GPL, none with an install script`,
  async run(root) {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, LockEntry>;
    };
    return inspectLock(packages);
  },
};

/** Judges the `packages` of a lock file. The workspace's own packages count, their links do not. */
export function inspectLock(packages: Readonly<Record<string, LockEntry>>): Finding {
  const all = Object.entries(packages).filter(([path, entry]) => path !== '' && !entry.link);
  const runtime = all.filter(([, entry]) => !entry.dev);
  const problems = [
    ...(runtime.length > maxRuntimePackages ? [`${runtime.length} packages are installed at run time`] : []),
    ...runtime
      .filter(([, { license }]) => !isFree(license))
      .map(([path, { license }]) => `${path} has the licence ${license ?? 'unknown'}`),
    ...all.filter(([, entry]) => entry.hasInstallScript).map(([path]) => `${path} has an install script`),
    ...all
      .filter(([, { resolved }]) => /:\/\//.test(resolved ?? ''))
      .map(([path]) => `${path} names the host it came from`),
  ];
  return { problems, figures: [`${runtime.length} packages at run time, ${all.length} with those for development`] };
}

// An SPDX expression is free when one of its alternatives has no part of the GPL family.
function isFree(license: string | undefined): boolean {
  return license !== undefined && license.split(/\s+OR\s+/).some((alternative) => !/GPL/.test(alternative));
}
