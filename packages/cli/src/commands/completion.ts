// `stemma completion`: the script that teaches a shell to complete commands, analyses and parameters.
import { StemmaError } from '@stemma/core';
import type { Command } from '../command.ts';
import { completionScripts } from '../completion-scripts.ts';

/** Prints the script; nothing is installed, so that people see what they add to their shell. */
export const completion: Command = {
  arguments: [['<shell>', 'bash, zsh or fish']],
  examples: [
    ['source <(stemma completion bash)', 'for this bash; put the line into ~/.bashrc to keep it:'],
    ['source <(stemma completion zsh)', 'for zsh, after compinit:'],
    ['stemma completion fish | source', 'for fish:'],
  ],
  async run(context, [shell = '']) {
    const script = Object.hasOwn(completionScripts, shell) ? completionScripts[shell] : undefined;
    if (script === undefined)
      throw new StemmaError(
        'invalid_request',
        `no completion for "${shell}": there is one for ${Object.keys(completionScripts).join(', ')}`,
        { shell },
      );
    if (context.globals.json) context.printJson({ shell, script });
    else context.print(script.trimEnd());
  },
};
