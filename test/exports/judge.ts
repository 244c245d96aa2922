// Asks an outside judge, a Python script beside the tests, in the environment that has its packages.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** An environment of judges, as `.ci/run` makes it. */
export interface Judges {
  /** False, or why the tests that need it are skipped. */
  readonly skip: string | false;
  /** Gives a script JSON and reads its JSON. */
  ask(script: string, given: unknown): { readonly problems: readonly string[]; readonly [more: string]: unknown };
}

/** The judges of one list in `.ci/requirements`; `science` is the plain environment. */
export function judges(list: 'provenance' | 'voprov' | 'science'): Judges {
  const folder = list === 'science' ? '.venv' : `.venv-${list}`;
  const python = join(root, folder, 'bin', 'python');
  const skip = existsSync(python) ? false : `no ${folder}: install .ci/requirements/${list}.txt into it`;
  return {
    skip,
    ask(script, given) {
      const input = JSON.stringify(given);
      const ended = spawnSync(python, [join(import.meta.dirname, script)], {
        input,
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      });
      if (ended.status !== 0) throw new Error(`${script} failed: ${ended.stderr.slice(-2000)}`);
      return JSON.parse(ended.stdout);
    },
  };
}

/** sha256 as core takes it. */
export const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

/** Text that breaks careless writers: quotes, markup, control characters, right-to-left marks, half characters. */
export const hostileText =
  '"quotes\' \\back{slash}\\ <tag a="1">&amp; ]]> \u0000\u0001\u001b[31m\r\n\ttab \u202eright-to-left\u2028 \ud83d\ude80 \ud800 half %{}$#_~^@ : - #yaml |';
