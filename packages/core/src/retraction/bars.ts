// What must not be made again: a derivation whose definition, code or data file was retracted would come out as wrong as
// before, so it is refused before anything runs, with the reason and what to use instead.
import type { Derivation } from '../bind/derivation.ts';
import { StemmaError } from '../errors.ts';
import type { Digest } from '../identity/digest.ts';
import { reasonOf, type RetractionEvent } from './retraction.ts';

/** The retraction that forbids making a derivation, if there is one. */
export type Bars = (derivation: Pick<Derivation, 'definition' | 'parameters'>) => RetractionEvent | undefined;

/** Looks derivations up among the retractions that hold; those of results forbid nothing, since making them again helps. */
export function barsOf(active: readonly RetractionEvent[]): Bars {
  const byDefinition = new Map<string, RetractionEvent>();
  const byCode = new Map<Digest, RetractionEvent>();
  const byFile = new Map<Digest, RetractionEvent>();
  for (const event of active) {
    const { target } = event;
    if (target.kind === 'definition') byDefinition.set(`${target.version}\n${target.name}`, event);
    else if (target.kind === 'code') byCode.set(target.digest, event);
    else if (target.kind === 'file') byFile.set(target.digest, event);
  }
  return ({ definition, parameters }) => {
    const { name, version, code } = definition;
    const file = name === 'stemma.File' ? byFile.get(parameters.sha256 as Digest) : undefined;
    return byDefinition.get(`${version}\n${name}`) ?? byCode.get(code) ?? file;
  };
}

/** The refusal of a derivation: which one, why, and what would help. */
export function refusal(
  { id, definition, parameters }: Pick<Derivation, 'id' | 'definition' | 'parameters'>,
  event: RetractionEvent,
): StemmaError {
  const what = definition.name === 'stemma.File' ? `the data file ${String(parameters.name)}` : definition.name;
  const help = event.target.kind === 'file' ? 'another file' : 'another version';
  const advice = event.replacedBy === undefined ? `; it needs ${help}, or \`stemma reinstate ${event.number}\`` : '';
  const message = `${what} cannot be used, it was retracted by ${event.by}: ${reasonOf(event)}${advice}`;
  return new StemmaError('retracted', message, { id, name: definition.name, retraction: event.number });
}
