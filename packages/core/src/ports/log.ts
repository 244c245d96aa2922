// Log lines: what an activity or the engine says while it works.

/** How important a log line is. */
export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

/** One line of a log. */
export interface LogLine {
  readonly timeMs: number;
  readonly level: LogLevel;
  readonly text: string;
}
