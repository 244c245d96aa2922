// The built-in analyses at the leaves of every graph: files named by their content, and literal values.
import { analysis } from '../analysis/analysis.ts';
import type { AnyAnalysis } from '../analysis/declaration.ts';
import { StemmaError } from '../errors.ts';
import { json, string } from '../types/scalars.ts';
import { file } from '../types/compounds.ts';

/** A file by the sha256 of its bytes. The engine itself fetches and verifies it. */
export const FileLeaf = analysis({
  name: 'stemma.File',
  version: '1',
  code: 'version',
  description: 'A data file, named by the digest of its content.',
  parameters: {
    sha256: string({ pattern: /[0-9a-f]{64}/, dataUnit: true }),
    name: string({ dataUnit: true }),
    mediaType: string(),
  },
  outputs: { value: file() },
  run: () => {
    throw new StemmaError('internal', 'files are fetched by the engine');
  },
});

/** A value that stands in a definition or a request. */
export const LiteralLeaf = analysis({
  name: 'stemma.Literal',
  version: '1',
  code: 'version',
  description: 'A value given in a definition or a request.',
  // Taken as it is: text that looks like JSON stays text.
  parameters: { value: { ...json(), parse: (given: unknown) => given } },
  outputs: { value: json() },
  resources: { light: true },
  run: ({ value }) => ({ value }),
});

/** True for the leaves: their consumers see the value itself, not a record of outputs. */
export function isLeaf(candidate: AnyAnalysis): boolean {
  return (candidate as unknown) === FileLeaf || (candidate as unknown) === LiteralLeaf;
}
