// Differences in sentences, for `diff`, `why` and pages.
import type { Json } from '../canonical/json.ts';
import { shortDigest } from '../identity/digest.ts';
import { isForeign } from '../identity/foreign-name.ts';
import { formatParameter, unitByName, type UnitOf } from './describe.ts';
import type { Difference } from './differences.ts';

// What was made elsewhere has no environment here: its place is taken by what came out.
function environmentText(name: string): string {
  if (isForeign({ name })) return `other bytes came out of ${name}, for no reason that is told`;
  return 'the software environment changed';
}

/**
 * One difference in words: `parameter binSizeKeV of tutorial.BinnedEvents is 8 keV, was 4 keV`.
 * @param unitOf where units of parameters come from; by default the names of the parameters.
 */
export function formatDifference(difference: Difference, unitOf: UnitOf = unitByName): string {
  const { kind, name, before = null, after = null } = difference;
  switch (kind) {
    case 'analysis':
      return `${name} was replaced by ${formatParameter(after)}`;
    case 'version':
      return `the version of ${name} is ${formatParameter(after)}, was ${formatParameter(before)}`;
    case 'code':
      return `the code of ${name} changed`;
    case 'environment':
      return environmentText(name);
    case 'parameter':
      return formatChange(difference, unitOf);
    case 'input_added':
      return `${inputOf(difference)} has ${memberText(name, after, unitOf)}, which was not there`;
    case 'input_removed':
      return `${inputOf(difference)} had ${memberText(name, before, unitOf)}, which is not there now`;
    case 'input_form':
      return `${inputOf(difference)} is ${String(after)}, was ${String(before)}`;
  }
}

function formatChange({ path, name, parameter = '', before, after }: Difference, unitOf: UnitOf): string {
  const unit = unitOf(name, parameter);
  const show = (value: Json | undefined) => (value === undefined ? 'not a parameter' : formatParameter(value, unit));
  const change = `is ${show(after)}, was ${show(before)}`;
  if (name === 'stemma.Literal') return `the value given as ${lastOf(path)} ${change}`;
  if (name !== 'stemma.File') return `parameter ${parameter} of ${name} ${change}`;
  if (parameter !== 'sha256') return `the ${parameter} of the file given as ${lastOf(path)} ${change}`;
  const [now, old] = [after, before].map((digest) => shortDigest(String(digest)));
  return `the content of the file given as ${lastOf(path)} changed (sha256 ${now!}…, was ${old!}…)`;
}

function memberText(name: string, member: Json, unitOf: UnitOf): string {
  const { parameters = {} } = (member ?? {}) as { parameters?: Readonly<Record<string, Json>> };
  const texts = Object.entries(parameters).map(
    ([key, value]) => `${key} = ${formatParameter(value, unitOf(name, key))}`,
  );
  return texts.length === 0 ? name : `${name} (${texts.slice(0, 3).join(', ')}${texts.length > 3 ? ', …' : ''})`;
}

function inputOf({ path }: Difference): string {
  return `input ${lastOf(path)}`;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\[\d+\]$/, '');
}
