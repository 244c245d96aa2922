// What all graph shapes share: trivial analyses, so that the time is the engine's own, and the process that resolves
// one graph in a store on disk: `node --conditions=source bench/graphs/chain.ts STORE SIZE [RAW]`.
import { analysis, integer, open, type AnyAnalysis, type Goal } from 'stemma';
import { leanHeap } from '../../packages/cli/src/lean-heap.ts';

/** A goal whose result is one number. */
export type NumberGoal = Goal<{ readonly value: number }>;

/** The leaf: all raw values give equal content, so that a changed leaf shows early cut-off. */
const Leaf = analysis({
  name: 'bench.Leaf',
  version: '1',
  parameters: { raw: integer() },
  outputs: { value: integer() },
  resources: { light: true },
  run: ({ raw }) => ({ value: raw % 1 }),
});

/** A node: the sum of its inputs and of a number that tells it from its neighbours. */
const Sum = analysis({
  name: 'bench.Sum',
  version: '1',
  parameters: { n: integer() },
  inputs: { of: [] as readonly AnyAnalysis[] },
  outputs: { value: integer() },
  resources: { light: true },
  run: ({ n, of }) => {
    let value = n;
    for (const input of of as readonly { readonly value: number }[]) value += input.value;
    return { value: value % 1_000_003 };
  },
});

/** The node number `n` over some inputs. */
export function sum(n: number, of: readonly NumberGoal[]): NumberGoal {
  return Sum({ n, of: of as never });
}

/** Resolves one graph as a program of its own does, start and end included, and prints the number at its top. */
export async function resolveGraph(build: (size: number, leaf: NumberGoal) => NumberGoal): Promise<void> {
  leanHeap();
  const [store = 'memory', size, raw = '0'] = process.argv.slice(2);
  await using stemma = await open({ store, mirrors: [], network: false });
  const { value } = await stemma.run(build(Number(size), Leaf({ raw: Number(raw) })));
  process.stdout.write(`${value}\n`);
}
