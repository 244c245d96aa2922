// `stemma open`: a file of a result in the viewer that this system has for it.
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { didYouMean, shortDigest, StemmaError, type FileValue } from '@stemma/core';
import type { Command } from '../command.ts';
import { openSession } from '../session.ts';

interface OpenFileOptions {
  readonly path?: boolean;
}

/**
 * Hands a copy to the viewer, never the blob itself, which other results share and a viewer could change. The copy has
 * the file's own name, from which most viewers tell the format; it stays, since nobody knows when the viewer is done.
 */
export const openFile: Command<OpenFileOptions> = {
  arguments: [
    ['<id>', 'a result, by the first digits of its id'],
    ['[file]', 'which file or output, when there are several'],
  ],
  options: [{ flags: '--path', description: 'only print where the copy is' }],
  examples: [
    ['stemma open $(stemma find tutorial.RawEvents --ids -n 1)', 'the file of the newest result:'],
    [
      'ls -l "$(stemma open $(stemma find tutorial.RawEvents --ids -n 1) --path)"',
      'only its path, for another program:',
    ],
  ],
  notes: 'The file is a read-only copy in a temporary folder. Without a display its path is printed.',
  async run(context, [word = '', wanted], { path = false }) {
    await using session = await openSession(context, { access: 'read', modules: false });
    const result = await session.stemma.result(word);
    const ofOutput = (name: string) => result.entries[name]?.files.map(({ digest }) => digest) ?? [];
    const file = pick(await result.files(), wanted, ofOutput, `${result.name} ${shortDigest(result.id)}`);
    const copy = extract(file);
    const viewer = path || context.globals.json ? undefined : viewerHere();
    if (context.globals.json)
      return context.printJson({
        id: result.id,
        name: file.name,
        mediaType: file.mediaType,
        sha256: file.digest,
        path: copy,
      });
    if (!viewer || !(await started(viewer, copy))) context.print(copy);
    else context.note(`opened ${file.name} with ${viewer[0]}`);
  },
};

// One file of a result: by its name, the last part of its name, or the output it belongs to.
function pick(
  files: readonly FileValue[],
  wanted: string | undefined,
  ofOutput: (name: string) => readonly string[],
  where: string,
): FileValue {
  const names = files.map(({ name }) => name);
  if (files.length === 0)
    throw new StemmaError('not_found', `${where} has no files; \`stemma show\` prints its values`);
  if (wanted === undefined) {
    if (files.length === 1) return files[0]!;
    throw new StemmaError('invalid_request', `${where} has ${files.length} files: say which, ${names.join(', ')}`, {
      files: names,
    });
  }
  const digests = ofOutput(wanted);
  const found = files.filter(
    ({ name, digest }) => name === wanted || name.endsWith(`/${wanted}`) || digests.includes(digest!),
  );
  if (found.length === 1) return found[0]!;
  if (found.length > 1)
    throw new StemmaError(
      'invalid_request',
      `"${wanted}" is several files of ${where}: ${found.map(({ name }) => name).join(', ')}`,
      { files: names },
    );
  throw new StemmaError(
    'not_found',
    `${where} has no file "${wanted}"${didYouMean(wanted, names) || `; it has ${names.join(', ')}`}`,
    { files: names },
  );
}

function extract(file: FileValue): string {
  const path = join(mkdtempSync(join(tmpdir(), 'stemma-open-')), file.name);
  mkdirSync(dirname(path), { recursive: true });
  const { content } = file;
  if ('path' in content && content.path !== undefined) copyFileSync(content.path, path);
  else writeFileSync(path, file.bytes());
  chmodSync(path, 0o444);
  return path;
}

function viewerHere(): readonly string[] | undefined {
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['cmd', '/c', 'start', ''];
  const hasDisplay = (process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY ?? '') !== '';
  return hasDisplay ? ['xdg-open'] : undefined;
}

// True when the viewer could be started; it lives on after us.
function started([command = '', ...words]: readonly string[], path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, [...words, path], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
