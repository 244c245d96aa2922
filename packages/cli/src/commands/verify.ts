// `stemma verify`: runs stored results again with the loaded code and compares bytes.
import { postOrder, shortDigest, StemmaError, type Digest } from '@stemma/core';
import { bundleModuleOf } from '../bundles/place-code.ts';
import type { Command, Context } from '../command.ts';
import { looksLikeId } from '../request.ts';
import { openSession } from '../session.ts';
import type { Stemma, Verification } from '../stemma.ts';
import { counted } from '../terminal/numbers.ts';

interface VerifyOptions {
  readonly deep?: boolean;
}

/** One verified result, or why it could not be verified. */
interface Verdict extends Omit<Verification, 'reproduced'> {
  readonly reproduced: boolean | null;
}

/**
 * Runs one result after the other, each with everything but its own execution taken from the store, and never replaces
 * what is stored. What cannot be made again (other code is loaded, inputs are gone) is told apart from what came out
 * otherwise. Ctrl-C stops after the current one and leaves the store as it was.
 */
export const verify: Command<VerifyOptions> = {
  arguments: [['<id...>', 'results, by the first digits of their ids']],
  options: [{ flags: '--deep', description: 'and everything in their family trees' }],
  examples: [
    ['stemma verify $(stemma find tutorial.BinnedEvents --ids -n 1)', 'the newest result of an analysis:'],
    ['stemma verify --deep $(stemma ls --ids -n 1)', 'the newest result and all that it was made from:'],
  ],
  notes: 'Exit code 5 when something could not be reproduced.',
  async run(context, words, { deep = false }) {
    const onlyModule = await bundledCode(context, words);
    await using session = await openSession(context, {
      access: 'write',
      ...(onlyModule !== undefined && { onlyModule }),
    });
    const { stemma } = session;
    const ids = new Set<Digest>();
    for (const word of words)
      for (const id of deep ? await family(stemma, word) : [await stemma.idOf(word)]) ids.add(id);
    const abort = new AbortController();
    const stop = () => abort.abort();
    process.once('SIGINT', stop);
    const verdicts: Verdict[] = [];
    try {
      for (const id of ids) {
        const verdict = await verdictOf(stemma, id, abort.signal);
        verdicts.push(verdict);
        if (!context.globals.json) print(verdict, context);
      }
    } finally {
      process.off('SIGINT', stop);
    }
    const differing = verdicts.filter(({ reproduced }) => reproduced === false).length;
    const open = verdicts.filter(({ reproduced }) => reproduced === null).length;
    if (context.globals.json) context.printJson({ ok: differing + open === 0, results: verdicts });
    else context.note(summary(verdicts.length, differing, open));
    return differing + open === 0 ? 0 : new StemmaError('conflict', '').exitCode;
  },
};

// What came in a bundle is made again with the code of the bundle, unless modules are named.
async function bundledCode({ globals, note }: Context, words: readonly string[]): Promise<string | undefined> {
  const store = globals.store ?? process.env.STEMMA_STORE ?? '.stemma';
  if (store === 'memory' || globals.module.length > 0) return undefined;
  const modules = new Set<string | undefined>();
  for (const word of words) modules.add(looksLikeId(word) ? await bundleModuleOf(word, store) : undefined);
  const [module] = modules;
  if (modules.size > 1)
    throw new StemmaError(
      'invalid_request',
      'these results are of different bundles, or of none: verify them one by one',
    );
  if (module !== undefined) note('with the code of its bundle');
  return module;
}

// Files and literals are what they are; what is not stored has no bytes to compare with.
async function family(stemma: Stemma, word: string): Promise<Digest[]> {
  const { root, nodes } = await stemma.tree(word);
  const ids: Digest[] = [];
  const inputsOf = (id: Digest) => (nodes.get(id)?.used ?? []).map((use) => use.id);
  postOrder([root], inputsOf, (id) => {
    const node = nodes.get(id);
    if (node?.result && !node.record.definition.name.startsWith('stemma.')) ids.push(id);
  });
  return ids;
}

async function verdictOf(stemma: Stemma, id: Digest, signal: AbortSignal): Promise<Verdict> {
  try {
    return await stemma.verify(id, { signal });
  } catch (error) {
    if (!(error instanceof StemmaError) || !['conflict', 'gone'].includes(error.code)) throw error;
    return { id, name: (await stemma.derivation(id)).definition.name, reproduced: null, message: error.message };
  }
}

function print({ id, name, reproduced, message }: Verdict, { print: write, style }: Context): void {
  const mark = reproduced === null ? style.notice('?') : reproduced ? style.good('✓') : style.bad('✕');
  write(`${mark} ${style.typed(shortDigest(id))}  ${name}  ${style.faint(message)}`);
}

function summary(count: number, differing: number, open: number): string {
  if (differing + open === 0) return `${counted(count, 'result')} reproduced, byte for byte`;
  const parts = [
    ...(differing > 0 ? [`${differing} not reproduced`] : []),
    ...(open > 0 ? [`${open} not to be made again with the loaded code`] : []),
  ];
  return `${counted(count, 'result')} verified: ${parts.join(', ')}`;
}
