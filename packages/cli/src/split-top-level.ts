// Splitting of nested texts: `a(x=1, y=[2, 3]), b` has two parts.

const opening = '([{';
const closing = ')]}';

/**
 * The parts of a text between separators that stand outside of brackets and double quotes, trimmed; none for blank text.
 * Brackets of all three kinds count as one kind, and what does not match is left for whoever reads the parts to refuse.
 * @param separator one character.
 */
export function splitTopLevel(text: string, separator: string): string[] {
  if (text.trim() === '') return [];
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === '"' && text[i - 1] !== '\\') quoted = !quoted;
    else if (quoted) continue;
    else if (opening.includes(character)) depth++;
    else if (closing.includes(character)) depth--;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts;
}
