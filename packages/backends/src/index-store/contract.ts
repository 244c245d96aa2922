// The contract of result indexes as tests: every backend's test file calls it, so that the engine need not know
// which one it has. For tests only; not a part of the package's public face.
import { describe } from 'node:test';
import { annotationContract } from './contract/annotations.ts';
import { careContract } from './contract/care.ts';
import { claimContract } from './contract/claims.ts';
import { foreignContract } from './contract/foreign.ts';
import { lineageContract } from './contract/lineage.ts';
import { lookupContract } from './contract/lookups.ts';
import { publicationContract } from './contract/publication.ts';
import { questionContract } from './contract/questions.ts';
import { retractionContract } from './contract/retraction.ts';
import { searchContract } from './contract/search.ts';
import { sketchContract } from './contract/sketches.ts';
import type { MakeIndex } from './contract/setting.ts';

/** Declares the tests of every promise of the port of result indexes. */
export function resultIndexContract(name: string, make: MakeIndex): void {
  describe(`${name} as a result index`, () => {
    lookupContract(make);
    claimContract(make);
    publicationContract(make);
    questionContract(make);
    careContract(make);
    retractionContract(make);
    lineageContract(make);
    annotationContract(make);
    searchContract(make);
    sketchContract(make);
    foreignContract(make);
  });
}
