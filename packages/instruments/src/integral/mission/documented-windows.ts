// Science windows whose times are public: the archive's index of windows is not, so only these have exact times here.
import { parseTime, secondsBetween, type Instant } from '@stemma/data/time';

/** A science window with known times; both are the same where only one instant inside of it is known. */
export interface DocumentedWindow {
  readonly id: string;
  readonly start: Instant;
  readonly stop: Instant;
  readonly source: string;
}

const window = (id: string, startIjd: string, stopIjd: string, source: string): DocumentedWindow => ({
  id,
  start: parseTime(startIjd, 'ijd'),
  stop: parseTime(stopIjd, 'ijd'),
  source,
});

/** The windows, oldest first. */
export const documentedWindows: readonly DocumentedWindow[] = [
  window('032800550010', '2000', '2000', 'answer of the time service for IJD 2000'),
  window('066500280010', '3006.12412246426', '3006.14769886678', 'its keywords TSTART and TSTOP'),
];

/** The documented window of an identifier without version, if there is one. */
export function documentedWindow(id: string): DocumentedWindow | undefined {
  return documentedWindows.find((candidate) => candidate.id === id);
}

/** The documented window that holds an instant (to the millisecond, since times pass through decimals), if there is one. */
export function documentedWindowAt(instant: Instant): DocumentedWindow | undefined {
  const from = (a: Instant, b: Instant): boolean => secondsBetween(a, b) >= -0.001;
  return documentedWindows.find(({ start, stop }) => from(start, instant) && from(instant, stop));
}
