// Log lines: what an activity or the engine says while it works.

/** How important a log line is. */
export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

/** One line of a log. */
export interface LogLine {
  /** Milliseconds since 1970-01-01T00:00:00 UTC. */
  readonly timeMs: number;
  readonly level: LogLevel;
  readonly text: string;
}
