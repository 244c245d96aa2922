// What may be a tag, a name of a collection, a note: the same in every backend.
import { StemmaError } from '@stemma/core';

const maxLabelLength = 100;
const maxNoteLength = 10_000;

/** @throws StemmaError `invalid_request` for a name that is empty, too long, or could not be typed in a query. */
export function checkLabel(name: string, what: 'tag' | 'collection'): void {
  if (/^[\p{L}\p{N}][\p{L}\p{N}._/+-]*$/u.test(name) && name.length <= maxLabelLength) return;
  throw new StemmaError(
    'invalid_request',
    `"${name.slice(0, maxLabelLength)}" cannot be a ${what}: use up to ${maxLabelLength} letters, digits and . _ / + -, a letter or digit first`,
    { what },
  );
}

/** @throws StemmaError `invalid_request` for a note without any text, or one over 10,000 characters. */
export function checkNote(text: string): void {
  if (text.trim() !== '' && text.length <= maxNoteLength) return;
  throw new StemmaError(
    'invalid_request',
    `a note must have 1 to ${maxNoteLength} characters, this one has ${text.length}`,
  );
}
