// When INTEGRAL can point at a source: its solar panels and sunshade keep the angle to the Sun near 90 degrees.
import { angularSeparationDeg, sunPosition, type Direction } from '@stemma/data/coordinates';
import { addSeconds, type Instant } from '@stemma/data/time';

/** Visibility of a source over a span of time, which begins at the time that offsets count from. */
export interface Visibility {
  /** Stretches of visibility, seconds after the start, cut off at both ends of the span. */
  readonly intervals: readonly { readonly startS: number; readonly stopS: number }[];
  /** Visible part of the span, 0 to 1. */
  readonly fraction: number;
}

/** Angle between a source and the Sun as seen from the Earth's centre (0.06 deg or less different at INTEGRAL). */
export function sunAngleDeg(source: Direction, instant: Instant): number {
  return angularSeparationDeg(source, sunPosition(instant));
}

/** Whether the Sun aspect allows to point at the source: |angle - 90| < limit. */
export function isVisible(angleDeg: number, limitDeg: number): boolean {
  return Math.abs(angleDeg - 90) < limitDeg;
}

/** Steps between which edges are looked for: shorter stretches could only hide within 1e-3 deg of the limit. */
const STEP_S = 43_200;
/** Edges are found to this, far within what 0.01 deg in the Sun's place means: a quarter of an hour. */
const EDGE_S = 1;

/** Visibility of a source from `start` over `spanS` seconds; cost linear in the span. */
export function visibilityOf(source: Direction, start: Instant, spanS: number, limitDeg: number): Visibility {
  const at = (timeS: number): boolean => isVisible(sunAngleDeg(source, addSeconds(start, timeS)), limitDeg);
  const steps = Math.max(1, Math.ceil(spanS / STEP_S));
  const intervals: { startS: number; stopS: number }[] = [];
  let [before, wasVisible] = [0, at(0)];
  let openedS = wasVisible ? 0 : undefined;
  for (let i = 1; i <= steps; i++) {
    const time = (i * spanS) / steps;
    const visible = at(time);
    if (visible !== wasVisible) {
      const edge = edgeBetween(before, time, wasVisible, at);
      if (visible) openedS = edge;
      else intervals.push({ startS: openedS!, stopS: edge });
      if (!visible) openedS = undefined;
    }
    [before, wasVisible] = [time, visible];
  }
  if (openedS !== undefined) intervals.push({ startS: openedS, stopS: spanS });
  const visibleS = intervals.reduce((sum, { startS, stopS }) => sum + stopS - startS, 0);
  return { intervals, fraction: visibleS / spanS };
}

function edgeBetween(low: number, high: number, atLow: boolean, at: (timeS: number) => boolean): number {
  let [inside, outside] = [low, high];
  while (outside - inside > EDGE_S) {
    const middle = 0.5 * (inside + outside);
    if (at(middle) === atLow) inside = middle;
    else outside = middle;
  }
  return 0.5 * (inside + outside);
}
