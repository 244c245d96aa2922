// How wide a text is on a terminal: without escape sequences, with wide characters counted as two cells.
import { stripVTControlCharacters } from 'node:util';

// East Asian wide characters and emoji; combining marks take no cell. ASCII never gets here.
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const combining = /\p{Mark}/u;
// eslint-disable-next-line no-control-regex -- plain printable ASCII needs no further look
const plain = /^[\x20-\x7e]*$/;

/** Cells that a text takes: escape sequences and combining marks none, East Asian wide characters and emoji two. */
export function textWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const character of stripVTControlCharacters(text)) width += cells(character);
  return width;
}

function cells(character: string): number {
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** A text filled up with spaces to a width, on the right or on the left. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const spaces = ' '.repeat(Math.max(0, width - textWidth(text)));
  return side === 'right' ? text + spaces : spaces + text;
}

/** A text without escape sequences cut to a width, with an ellipsis where something is missing. */
export function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let taken = '';
  let room = width - 1;
  for (const character of text) {
    room -= cells(character);
    if (room < 0) break;
    taken += character;
  }
  return width <= 0 ? '' : `${taken}…`;
}

/** One line out of a text that may have many, without control characters: safe to show anywhere. */
export function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what must not reach the terminal
  return stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
