// Asks the worker for layouts; answers that come after a newer question are dropped.
import type { VisibleGraph } from './graph-model.ts';
import type { FlatLayout, LayoutReply, LayoutRequest } from './layout-request.ts';

/** Where layouts come from. */
export interface LayoutSource {
  /** The layout, or `undefined` when a newer request overtook this one. @throws Error when there is none, as for cycles. */
  request(graph: VisibleGraph, widths: Float64Array, heights: Float64Array): Promise<FlatLayout | undefined>;
  close(): void;
}

/** Starts a worker for one viewer. */
export function layoutSource(): LayoutSource {
  const worker = new Worker(new URL('layout-worker.ts', import.meta.url), { type: 'module' });
  let number = 0;
  let waiting: { number: number; settle: (reply: LayoutReply | undefined) => void } | undefined;
  worker.addEventListener('message', ({ data }: MessageEvent<LayoutReply>) => {
    if (data.number === waiting?.number) waiting.settle(data);
  });
  worker.addEventListener('error', () =>
    waiting?.settle({ number, problem: 'the layout of the graph stopped working' }),
  );
  return {
    async request({ dag }, widths, heights) {
      waiting?.settle(undefined);
      number++;
      const message: LayoutRequest = { number, dag, widths, heights };
      const reply = await new Promise<LayoutReply | undefined>((settle) => {
        waiting = { number, settle };
        worker.postMessage(message);
      });
      if (reply && 'problem' in reply) throw new Error(reply.problem);
      return reply?.layout;
    },
    close: () => worker.terminate(),
  };
}
