// Transitions of services as an endless stream: first those that a listener missed, then each as it happens.
import type { JobEvent } from '../jobs/job-desk.ts';
import type { ServiceRegistry, Transition } from './service-registry.ts';

/** Transitions after a number as events; ends when the signal is aborted. */
export async function* followTransitions(
  registry: ServiceRegistry,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<JobEvent, void> {
  let wake = () => {};
  const stopListening = registry.listen(() => wake());
  const stop = () => wake();
  signal.addEventListener('abort', stop, { once: true });
  try {
    let last = after;
    while (!signal.aborted) {
      const next = registry.transitionsAfter(last);
      for (const transition of next) yield eventOf(transition);
      last = next.at(-1)?.number ?? last;
      // What happened while those were sent is looked for before waiting.
      if (registry.transitionsAfter(last).length > 0 || signal.aborted) continue;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    stopListening();
    signal.removeEventListener('abort', stop);
  }
}

function eventOf({ number, timeMs, ...data }: Transition): JobEvent {
  return { number, timeMs, type: 'service', data: { time: new Date(timeMs).toISOString(), ...data } };
}
