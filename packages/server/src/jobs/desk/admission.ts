// From a submission to what the desk needs to know of it: bound, allowed, known or not.
import { createHash } from 'node:crypto';
import type { Job, Submission } from '@stemma/api';
import { goalFromDocument, StemmaError, type Derivation, type Digest, type Engine, type Known } from '@stemma/core';
import { childrenOf, postOrder } from '@stemma/core';
import { noSuch, type Visibility } from '../../access/visibility.ts';
import type { Identity } from '../../http/identity.ts';

/** A submission that may be taken. */
export interface Admitted {
  readonly root: Derivation;
  /** What the store has, when the submitter may know that it has it. */
  readonly known: Known | undefined;
  /** The expected failure that is known, when it is one. */
  readonly failure: Job['failure'];
  /** Files that the goal names. */
  readonly files: readonly Digest[];
}

/** Who sees what. */
export type Access = Pick<Visibility, 'canSee' | 'canChange' | 'hidden' | 'granted' | 'claim'>;

/**
 * Binds a submission and looks its result up.
 * @throws StemmaError `invalid_request`, `not_found` for names and files, also files that the submitter may not see.
 */
export async function admit({ goal }: Submission, by: Identity, engine: Engine, access: Access): Promise<Admitted> {
  const root = engine.bind(goalFromDocument(goal, engine.registry));
  const { name, stored } = root.analysis.definition;
  if (!stored)
    throw new StemmaError('invalid_request', `${name} is never stored: ask for something that is made from it`, {
      pointer: '/goal/analysis',
    });
  const files = goal.inputs || goal.assumptions ? filesOf(root) : [];
  const hiddenFile = files.length > 0 ? [...access.hidden(by, 'file', files)][0] : undefined;
  if (hiddenFile !== undefined) throw noSuch('file', hiddenFile);
  const known = (await engine.services.index.known([root.id])).get(root.id);
  // That somebody else has it privately must not be seen from how quickly it is there.
  const isHidden = known !== undefined && access.hidden(by, 'result', [root.id]).size > 0;
  if (!known || isHidden) return { root, known: undefined, failure: undefined, files };
  return { root, known, failure: known.failed ? await failureOf(root, engine) : undefined, files };
}

async function failureOf({ id }: Derivation, engine: Engine): Promise<Job['failure']> {
  const { manifest } = (await engine.services.index.results([id])).get(id)!;
  return 'failure' in manifest ? manifest.failure : undefined;
}

/** What was asked, whatever the order of its keys: the same for the same submission. */
export function fingerprintOf(submission: Submission): Digest {
  const sorted = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return createHash('sha256').update(JSON.stringify(submission, sorted)).digest('hex');
}

function filesOf(root: Derivation): Digest[] {
  const files: Digest[] = [];
  postOrder(
    [root],
    (node) => childrenOf(node),
    ({ definition, parameters }) => {
      if (definition.name === 'stemma.File') files.push(parameters.sha256 as Digest);
    },
  );
  return files;
}
