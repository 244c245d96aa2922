// `stemma note`: sentences on a result, with who wrote them and when; they are only ever added.
import { StemmaError } from '@stemma/core';
import type { Command } from '../command.ts';
import { openSession } from '../session.ts';
import { formatMoment } from '../terminal/quantities.ts';

/** With a text it adds a note; then, or without, it shows all. */
export const note: Command = {
  arguments: [
    ['<id>', 'a result, by the first digits of its id'],
    ['[text...]', 'the note; without it, the notes are shown'],
  ],
  examples: [
    ['stemma note $(stemma ls --ids -n 1) "The line at 60 keV is instrumental."', 'add a note to the newest result:'],
    ['stemma note $(stemma ls --ids -n 1)', 'read its notes:'],
    ['stemma find text:instrumental', 'find it by a word:'],
  ],
  async run(context, [id, ...words]) {
    if (id === undefined) throw new StemmaError('invalid_request', 'say which result: note ID text');
    await using session = await openSession(context, { access: words.length > 0 ? 'write' : 'read', modules: false });
    const { stemma } = session;
    if (words.length > 0) await stemma.addNote(id, words.join(' '));
    const notes = await stemma.notesOf(id);
    if (context.globals.json) return context.printJson(notes);
    if (notes.length === 0) return context.note('no notes');
    context.print(
      ...notes.map(({ agent, atMs, text }) => `${context.style.faint(`${formatMoment(atMs)} ${agent}`)}  ${text}`),
    );
  },
};
