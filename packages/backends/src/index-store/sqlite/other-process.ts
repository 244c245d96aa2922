// Another process that uses an index, for the tests: it does over IPC what a test tells it, so that the test can
// stop it, kill it and let it compete. Not a part of the package's public face.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Claim, Digest, Lease, Published, ResultIndex } from '@stemma/core';
import { samplePublications } from '../sample-publications.ts';
import { sqliteIndex } from '../sqlite.ts';
import type { SqliteIndexOptions } from '../sqlite.ts';

/** What the other process can be told. */
interface Orders {
  open(options: SqliteIndexOptions): Promise<void>;
  claim(ids: readonly Digest[]): Promise<[Digest, Claim][]>;
  /** Publishes sample number `number`, under a lease if one is given. */
  publish(number: number, lease?: Lease): Promise<Published>;
  /** Publishes chained samples in batches of seven, under leases, from `first` on, until it is killed. */
  publishForever(first: number): Promise<void>;
  /** Computes on the main thread for this long. */
  compute(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** The test's handle of the other process. */
export interface OtherProcess extends Orders {
  readonly child: ChildProcess;
  /** Sends a signal; after SIGKILL it waits for the end. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
}

type Answer = { readonly value: unknown } | { readonly error: string };

const orderMark = '--other-process-of-index-tests';

/** How many publications `publishForever` puts into one batch. */
export const batchLength = 7;

/** Starts another process; it must be ended with SIGKILL or by its disconnection. */
export async function otherProcess(): Promise<OtherProcess> {
  const child = fork(fileURLToPath(import.meta.url), [orderMark], { execArgv: ['--conditions=source'] });
  await once(child, 'message');
  // One order at a time; a process that ends answers nothing.
  let take: (answer: Answer | undefined) => void = () => {};
  child.on('message', (answer) => take(answer as Answer));
  child.on('exit', () => take(undefined));
  const order = async (name: string, ...values: unknown[]): Promise<unknown> => {
    const answered = new Promise<Answer | undefined>((resolve) => (take = resolve));
    if (!child.connected) return undefined;
    child.send({ name, values }, () => {});
    const answer = await answered;
    if (answer && 'error' in answer) throw new Error(answer.error);
    return answer?.value;
  };
  return {
    child,
    open: (options) => order('open', options) as Promise<void>,
    claim: (ids) => order('claim', ids) as Promise<[Digest, Claim][]>,
    publish: (number, lease) => order('publish', number, lease) as Promise<Published>,
    publishForever: (first) => order('publishForever', first) as Promise<void>,
    compute: (ms) => order('compute', ms) as Promise<void>,
    close: () => order('close') as Promise<void>,
    signal: async (signal) => {
      const ended =
        signal === 'SIGKILL' && child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
      child.kill(signal);
      await ended;
    },
  };
}

function obey(): void {
  let index: ResultIndex | undefined;
  const orders: Orders = {
    open: async (options) => void (index = sqliteIndex(options)),
    claim: async (ids) => [...(await index!.claim(ids))],
    publish: async (number, lease) => {
      const [publication] = samplePublications(1, false, number);
      const [answer] = await index!.publish([{ ...publication!, ...(lease ? { lease } : {}) }]);
      return answer!;
    },
    publishForever: async (first) => {
      for (let number = first; ; number += batchLength) await publishBatch(index!, number);
    },
    compute: async (ms) => {
      const until = performance.now() + ms;
      while (performance.now() < until);
    },
    close: async () => index?.close(),
  };
  process.on('message', ({ name, values }: { name: keyof Orders; values: unknown[] }) => {
    const run = orders[name] as (...values: unknown[]) => Promise<unknown>;
    run(...values).then(
      (value) => process.send?.({ value } satisfies Answer),
      (error: unknown) => process.send?.({ error: String(error) } satisfies Answer),
    );
  });
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}

async function publishBatch(index: ResultIndex, first: number): Promise<void> {
  const batch = samplePublications(batchLength, true, first);
  const claims = await index.claim(batch.map(({ derivation }) => derivation.id));
  const leases = new Map([...claims].flatMap(([id, claim]) => (claim.state === 'claimed' ? [[id, claim.lease]] : [])));
  // All or nothing, so that the test can tell a torn batch from one that two processes shared.
  if (leases.size === batchLength) {
    await index.publish(
      batch.map((publication) => ({ ...publication, lease: leases.get(publication.derivation.id)! })),
    );
  } else {
    await index.release([...leases.values()]);
  }
}

if (process.argv[2] === orderMark) obey();
