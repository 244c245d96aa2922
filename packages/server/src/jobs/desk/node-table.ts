// The nodes of a job in their latest states, and the table that its page shows: data units down, analyses across.
import type { NodeMatrix } from '../job-desk.ts';
import type { NodeChange } from '../work/worker.ts';

/** Nodes by id. */
export class NodeTable {
  readonly #nodes = new Map<string, NodeChange>();

  /** Takes changes in, in their order. */
  take(changes: readonly NodeChange[]): void {
    for (const change of changes) this.#nodes.set(change.id, change);
  }

  /** Every node in its latest state, in the order in which they were met. */
  get nodes(): NodeChange[] {
    return [...this.#nodes.values()];
  }

  /** Counts by data unit, analysis and state; units and analyses in the order in which they were met. */
  get matrix(): NodeMatrix {
    const analyses = new Map<string, number>();
    const units = new Map<string, number>();
    const cells = new Map<string, { unit: number; analysis: number; counts: Record<string, number> }>();
    for (const { name, unit = '', state } of this.#nodes.values()) {
      const place = { unit: numbered(units, unit), analysis: numbered(analyses, name) };
      const key = `${place.unit}:${place.analysis}`;
      const cell = cells.get(key) ?? { ...place, counts: {} };
      cell.counts[state] = (cell.counts[state] ?? 0) + 1;
      cells.set(key, cell);
    }
    return { analyses: [...analyses.keys()], units: [...units.keys()], cells: [...cells.values()] };
  }
}

function numbered(numbers: Map<string, number>, key: string): number {
  const number = numbers.get(key) ?? numbers.size;
  numbers.set(key, number);
  return number;
}
