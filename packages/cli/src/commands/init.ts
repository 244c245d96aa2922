// `stemma init`: a pipeline module that runs at once, as a beginning for an author.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StemmaError } from '@stemma/core';
import type { Command } from '../command.ts';
import { moduleTemplate } from '../module-template.ts';
import { addModule, readSettings } from '../settings.ts';

/**
 * Writes the folder of the module and adds it to `stemma.json` here. Everything that can be wrong is checked before the
 * first file is written, and no file is ever overwritten.
 */
export const init: Command = {
  arguments: [['<name>', 'the name of the module, which becomes a folder here']],
  examples: [
    ['stemma init mymodule', 'make a module:'],
    ['stemma run mymodule.Hello', 'then run its analysis:'],
    ['stemma show mymodule.Hello', 'and see how it is described:'],
  ],
  async run(context, [name = '']) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) {
      throw new StemmaError(
        'invalid_request',
        `"${name}" cannot name a module: use letters and digits, beginning with a small letter, such as mymodule`,
        { name },
      );
    }
    if (existsSync(name))
      throw new StemmaError('conflict', `there is already a ${name} here: choose another name`, { name });
    readSettings('.');
    const paths = write(name);
    addModule('.', `./${name}`);
    const { style } = context;
    if (context.globals.json)
      return context.printJson({
        module: name,
        wrote: [...paths, 'stemma.json'],
        next: context.typed('run', `${name}.Hello`),
      });
    context.print(
      ...paths.map((path) => `${style.faint('wrote')} ${path}`),
      `${style.faint('added')} it to stemma.json`,
    );
    context.print(
      '',
      `Run it:     ${style.typed(context.typed('run', `${name}.Hello`))}`,
      `Change it:  ${join(name, 'analyses', 'hello.ts')}`,
    );
  },
};

// The flag refuses a file that has come to be there since it was looked for.
function write(name: string): string[] {
  try {
    return Object.entries(moduleTemplate(name)).map(([file, text]) => {
      const path = join(name, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { flag: 'wx' });
      return path;
    });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StemmaError('unavailable', `cannot write the module ${name} here (${code})`, { name }, cause);
  }
}
