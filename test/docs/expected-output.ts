// Compares what a block of code printed with what the document says it prints.

/**
 * Checks that the expected lines occur in the output, in their order; other lines may stand between them. `…` stands
 * for any text within a line, runs of blanks count as one.
 * @returns the first expected line that does not occur, or undefined when all do.
 */
export function missingLine(output: string, expected: readonly string[]): string | undefined {
  const lines = output.split('\n').map(squeeze);
  let at = 0;
  for (const text of expected) {
    const pattern = patternOf(squeeze(text));
    const found = lines.findIndex((line, i) => i >= at && pattern.test(line));
    if (found < 0) return text;
    at = found + 1;
  }
  return undefined;
}

function squeeze(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function patternOf(expected: string): RegExp {
  const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${expected.split('…').map(literal).join('.*')}$`);
}
