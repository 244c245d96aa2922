// The built-in analyses at the leaves of every graph: files named by their content, and literal values.
import { analysis } from '../analysis/analysis.ts';
import { StemmaError } from '../errors.ts';
import { json, string } from '../types/scalars.ts';
import { file } from '../types/compounds.ts';

// The mark is no part of what authors declare: nobody else's analysis may be taken for a leaf.
const builtIn = { version: '1', code: 'version', leaf: true } as const;

/** A file by the sha256 of its bytes. The engine itself fetches and verifies it. */
export const FileLeaf = analysis({
  ...builtIn,
  name: 'stemma.File',
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
  ...builtIn,
  name: 'stemma.Literal',
  description: 'A value given in a definition or a request.',
  // Taken as it is: text that looks like JSON stays text.
  parameters: { value: { ...json(), parse: (given: unknown) => given } },
  outputs: { value: json() },
  resources: { light: true },
  run: ({ value }) => ({ value }),
});
