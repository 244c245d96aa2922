// Keeps what belongs to one machine out of the repository: absolute paths of a checkout or a home, and the
// addresses of package registries, which differ from place to place.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { runProgram } from '../run-tool.ts';
import type { Check } from './check.ts';

// Names without their ends, so that this file does not name the hosts itself.
const registries = ['pypi', 'pythonhosted', 'npmjs', 'crates', 'golang', 'yarnpkg', 'debian'];

/** No committed file names a path of this machine or a package registry. */
export const committedText: Check = {
  name: 'text',
  title: 'no committed text names a path of a machine or a host of a package registry',
  async run(root) {
    const listing = await runProgram('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
    });
    if (!listing.isGood) return { problems: [`git cannot list the files: ${listing.output}`] };
    const forbidden = forbiddenHere(root);
    const problems = listing.output
      .split('\0')
      .filter(Boolean)
      .flatMap((path) => textProblems(path, readIfText(join(root, path)), forbidden));
    return { problems };
  },
};

/** What no committed line may match on this machine, by what it is. */
export function forbiddenHere(root: string, home = homedir()): ReadonlyMap<string, RegExp> {
  const ownPaths = [root, dirname(root), home].filter((path) => path !== '/').map(literally);
  const paths = [...ownPaths, ...['work', 'root', 'tmp'].map((name) => `/${name}`)].join('|');
  return new Map([
    ['a path of this machine', new RegExp(`(?<![\\w.@~/\${})\\]-])(?:${paths})(?![\\w.-])`)],
    [
      'a host of a package registry',
      new RegExp(`\\b(?:registry\\.[a-z0-9-]+|${registries.join('|')})\\.(?:org|io|com|net)\\b`),
    ],
  ]);
}

/** The lines of a file's text that match something forbidden. */
export function textProblems(path: string, text: string, forbidden: ReadonlyMap<string, RegExp>): string[] {
  return text
    .split('\n')
    .flatMap((line, i) =>
      [...forbidden]
        .filter(([, pattern]) => pattern.test(line))
        .map(([what]) => `${path}:${i + 1} names ${what}: ${line.trim().slice(0, 100)}`),
    );
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function readIfText(path: string): string {
  try {
    const bytes = readFileSync(path);
    return bytes.includes(0) ? '' : bytes.toString('utf8');
  } catch {
    return ''; // deleted in the working tree, still in the index
  }
}
