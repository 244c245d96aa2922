// "Differs in: energy band; catalogue version": what a result differs in, in a few words for a list.
import { formatParameter, unitByName, type UnitOf } from '../provenance/describe.ts';
import type { Difference } from '../provenance/differences.ts';

/** Causes named in one line; the others are counted. */
const mostNamed = 3;

/** In what a result differs, in few words: `binSizeKeV 8 keV (4 keV); version of test.Catalogue`; empty for no difference. */
export function explainDifferences(differences: readonly Difference[], unitOf: UnitOf = unitByName): string {
  // A new version comes with new code: saying both would not help.
  const versions = new Set(differences.flatMap(({ kind, name }) => (kind === 'version' ? [name] : [])));
  const told = differences.filter(({ kind, name }) => kind !== 'code' || !versions.has(name));
  const words = [...new Set(told.map((difference) => wordsOf(difference, unitOf)))];
  const more = words.length - mostNamed;
  return [...words.slice(0, mostNamed), ...(more > 0 ? [`${more} more`] : [])].join('; ');
}

function wordsOf({ kind, name, path, parameter = '', before, after }: Difference, unitOf: UnitOf): string {
  const place = path.slice(path.lastIndexOf('/') + 1).replace(/\[\d+\]$/, '');
  switch (kind) {
    case 'analysis':
      return path === '.' ? `${String(after)} in place of ${name}` : `${place}: ${String(after)} in place of ${name}`;
    case 'version':
      return `version of ${name}`;
    case 'code':
      return `code of ${name}`;
    case 'environment':
      return 'software environment';
    case 'input_added':
      return `${place}: more ${name}`;
    case 'input_removed':
      return `${place}: less ${name}`;
    case 'input_form':
      return `how ${path === '.' ? 'inputs are' : `${place} is`} given`;
    case 'parameter':
      return parameterWords();
  }

  function parameterWords(): string {
    if (name === 'stemma.File') return `file ${place}`;
    const unit = unitOf(name, parameter);
    const show = (value: typeof after) => (value === undefined ? 'none' : formatParameter(value, unit));
    return `${name === 'stemma.Literal' ? place : parameter} ${show(after)} (${show(before)})`;
  }
}
