// Metrics in the text format of Prometheus: requests and latencies as they are seen, everything else asked for at the
// moment of the scrape. Labels are names of the route table, never paths or ids, so that their number is bounded.
// https://prometheus.io/docs/instrumenting/exposition_formats/
import type { Seen } from '../app.ts';

/** One number at the moment of the scrape. */
export interface Gauge {
  /** With its unit, and `_total` for what only grows: `stemma_store_bytes`. */
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  /** Values with labels. */
  readonly values: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

// From a known result on a quick machine to the longest poll.
const boundsS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly buckets: Float64Array;
  sumS: number;
  count: number;
}

/** Counts requests; told of each by the application. */
export class RequestMetrics {
  readonly #series = new Map<string, Series>();

  /** Counts one request. */
  observe({ operation, method, status, durationMs }: Seen): void {
    const key = `${operation} ${method} ${status}`;
    let series = this.#series.get(key);
    if (!series) {
      const labels = { operation: operation ?? 'none', method, status: String(status) };
      series = { labels, buckets: new Float64Array(boundsS.length), sumS: 0, count: 0 };
      this.#series.set(key, series);
    }
    const durationS = durationMs / 1000;
    series.sumS += durationS;
    series.count++;
    // Counted in its own bucket only; added up when somebody scrapes.
    const bucket = boundsS.findIndex((bound) => durationS <= bound);
    if (bucket >= 0) series.buckets[bucket]!++;
  }

  /** The histogram of durations in the text format. */
  text(): string {
    const name = 'stemma_http_request_duration_seconds';
    const lines = [`# HELP ${name} How long requests took.`, `# TYPE ${name} histogram`];
    for (const { labels, buckets, sumS, count } of this.#series.values()) {
      let below = 0;
      buckets.forEach((inBucket, i) => {
        below += inBucket;
        lines.push(`${name}_bucket${labelText({ ...labels, le: String(boundsS[i]) })} ${below}`);
      });
      lines.push(
        `${name}_bucket${labelText({ ...labels, le: '+Inf' })} ${count}`,
        `${name}_sum${labelText(labels)} ${sumS}`,
        `${name}_count${labelText(labels)} ${count}`,
      );
    }
    return `${lines.join('\n')}\n`;
  }
}

/** Numbers of the moment in the text format. */
export function gaugeText(gauges: readonly Gauge[]): string {
  return gauges
    .map(({ name, help, type, values }) => {
      const head = `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
      return head + values.map(({ labels = {}, value }) => `${name}${labelText(labels)} ${value}\n`).join('');
    })
    .join('');
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escaped(value: string): string {
  return value
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}
