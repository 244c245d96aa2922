// What a server tells of a job, as the events of a resolution: whoever shows the one shows the other.
import type { Happening } from '@stemma/api';
import type { LogLevel, ResolutionEvent } from '@stemma/core';

interface Node {
  readonly id: string;
  readonly name: string;
  readonly state: 'running' | 'waiting' | 'computed' | 'reused' | 'failed';
  readonly fraction?: number;
  readonly durationMs?: number;
  readonly message?: string;
}

interface Line {
  readonly timeMs: number;
  readonly level: LogLevel;
  readonly text: string;
  readonly id?: string;
  readonly name?: string;
}

/** Translates events; it remembers what was begun, since a server tells states and not transitions. */
export class JobEvents {
  readonly #running = new Set<string>();

  /** The events that one of a job means; often none. */
  of({ type, data }: Happening): ResolutionEvent[] {
    if (type === 'progress') {
      const { total, reused } = data as { total: number; reused: number };
      return [{ type: 'planned', missing: total - reused, known: reused }];
    }
    if (type === 'node') return (data.nodes as readonly Node[]).flatMap((node) => this.#node(node));
    if (type === 'log') return (data.lines as readonly Line[]).map(lineEvent);
    if (type === 'state' && typeof data.why === 'string') return [{ type: 'warning', message: data.why }];
    return [];
  }

  #node({ id, name, state, ...node }: Node): ResolutionEvent[] {
    const isNew = !this.#running.has(id);
    switch (state) {
      case 'waiting':
        return [{ type: 'waiting', id, name, holder: 'another process of the server' }];
      case 'running': {
        this.#running.add(id);
        const started = isNew ? [{ type: 'started', id, name, attempt: 1 } as const] : [];
        const { fraction } = node;
        return fraction === undefined ? started : [...started, { type: 'progress', id, name, fraction }];
      }
      case 'failed':
        return [{ type: 'failed', id, name, message: node.message ?? 'failed' }];
      default: {
        const origin = state === 'computed' ? 'computed' : 'store';
        const failure = node.message === undefined ? {} : { failure: node.message };
        return [{ type: 'done', id, name, origin, contentDigest: '', durationMs: node.durationMs ?? 0, ...failure }];
      }
    }
  }
}

function lineEvent({ id = '', name = '', ...line }: Line): ResolutionEvent {
  return name === '' ? { type: 'warning', message: line.text } : { type: 'log', id, name, line };
}
