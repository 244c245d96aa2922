// "Did you mean": the nearest known name to a misspelt one, for error messages.

/**
 * The candidate with the smallest edit distance to `name`, or undefined when none is close enough to be meant: at most
 * two edits, or a third of the length for long names. Case does not count; of equals the first is taken.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = distanceTo(name, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Ready-made tail for a message: `; did you mean "x"?`, or nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const best = nearest(name, candidates);
  return best === undefined ? '' : `; did you mean "${best}"?`;
}

// People leave the module out: then the last part of the name is what they meant.
function distanceTo(name: string, candidate: string): number {
  const last = candidate.slice(candidate.lastIndexOf('.') + 1);
  const whole = editDistance(name.toLowerCase(), candidate.toLowerCase());
  return name.includes('.') ? whole : Math.min(whole, editDistance(name.toLowerCase(), last.toLowerCase()));
}

// Levenshtein's distance with one row of memory.
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
