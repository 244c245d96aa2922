// Whether a server can take work: asked by load balancers and by whoever starts it. Alive is another question: a server
// that is alive and not ready must not be restarted, it must be left alone until it is ready again.
import { StemmaError } from '@stemma/core';

/** One thing that was looked at. */
export interface ReadyCheck {
  readonly name: string;
  readonly ready: boolean;
  readonly output: string;
}

/** One thing to look at; what it throws is its output. */
export interface ReadyProbe {
  readonly name: string;
  /** What was found, in words. @throws StemmaError when it is not ready. */
  look(this: void): Promise<string> | string;
}

/** Longer than any honest probe takes; a disk that hangs is not ready. */
const probeLimitMs = 5_000;

/**
 * Looks at everything at once.
 * @throws StemmaError `unavailable` naming what is not ready, all checks in `detail.checks`.
 */
export async function requireReady(probes: readonly ReadyProbe[], limitMs = probeLimitMs): Promise<ReadyCheck[]> {
  const checks = await Promise.all(probes.map((probe) => lookedAt(probe, limitMs)));
  const missing = checks.filter(({ ready }) => !ready);
  if (missing.length === 0) return checks;
  const told = missing.map(({ name, output }) => `${name}: ${output}`).join('; ');
  throw new StemmaError('unavailable', `not ready: ${told}`, { checks, retryAfterS: 10 });
}

async function lookedAt({ name, look }: ReadyProbe, limitMs: number): Promise<ReadyCheck> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs / 1000} s`)), limitMs);
  });
  try {
    return { name, ready: true, output: await Promise.race([Promise.resolve().then(look), late]) };
  } catch (thrown) {
    return { name, ready: false, output: (thrown as Error).message };
  } finally {
    clearTimeout(timer);
  }
}
