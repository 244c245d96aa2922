// The declared parametric model of the four detectors that see bursts from many directions: areas, patterns,
// backgrounds, assumptions. No file of the INTEGRAL Mass Model is public: this stands in its place, and says so.
import type { AreaKnots } from './area-curve.ts';
import { acsPattern, maskPattern, type Pattern, vetoPattern, wallPattern } from './patterns.ts';

/** Names of the detectors, as the mission's response service has them. */
export const detectorNames = ['ACS', 'VETO', 'ISGRI', 'PICsIT'] as const;
/** One of {@link detectorNames}. */
export type DetectorName = (typeof detectorNames)[number];

/** A part of a detector: its area(E, theta, phi) is the product of a curve and a pattern. */
export interface AreaComponent {
  readonly knots: AreaKnots;
  readonly pattern: Pattern;
}

/** A detector of the model. Effective area = sum over the components of area(E) x pattern(theta, phi). */
export interface Detector {
  readonly name: DetectorName;
  readonly components: readonly AreaComponent[];
  /** Typical background of all counts, and its scatter in units of Poisson noise. */
  readonly backgroundCps: number;
  readonly excessVariance: number;
  /** What the numbers rest on; printed in every product. */
  readonly assumptions: readonly string[];
}

const acs: Detector = {
  name: 'ACS',
  components: [
    {
      knots: [[70, 75], [80, 1800], [90, 3250], [120, 4200], [200, 4300], [400, 4200], [700, 3750], [1000, 3400], [2000, 2900], [10_000, 2300]], // prettier-ignore
      pattern: acsPattern,
    },
  ],
  backgroundCps: 85_000,
  excessVariance: 1.2,
  assumptions: [
    'threshold near 80 keV (half area), 0.3 to 0.43 m2 above; published values lie between 0.3 and 0.7 m2',
    'scale between 1 count = 1e-10 erg/cm2 (75-2000 keV) and the limit 1.8e-7 erg/cm2 of GCN 34316',
    '89 % of the best at 75 deg from the pointing (GCN 34316); 25 % ahead and 15 % astern are assumed',
    'shaded by IBIS towards -Z by up to 15 %: side and depth assumed',
    'background 85000 counts/s, scatter 1.2 (GCN 34316; real-time rates 83700 to 91000 counts/s)',
  ],
};

const veto: Detector = {
  name: 'VETO',
  components: [
    {
      knots: [[60, 100], [80, 800], [100, 2000], [200, 2600], [500, 2300], [1000, 2000], [10_000, 1400]], // prettier-ignore
      pattern: vetoPattern,
    },
  ],
  backgroundCps: 60_000,
  excessVariance: 1.3,
  assumptions: [
    'area up to 0.26 m2 and threshold near 90 keV: assumed, not calibrated',
    '44 % of the best at 75 deg from the pointing (GCN 34316); best from astern, 10 % ahead: assumed',
    'shaded by SPI towards +Z by up to 15 %: side and depth assumed',
    'background 60000 counts/s, scatter 1.3: assumed',
  ],
};

const isgri: Detector = {
  name: 'ISGRI',
  components: [
    {
      // Sums over channels of the mission's matrix isgr_rmf_rsp_2197, on axis, mask included.
      knots: [[15, 424], [18, 623], [22, 777], [30, 863], [40, 1046], [50, 1133], [60, 1271], [70, 1260], [80, 1145], [100, 876], [120, 633], [150, 411], [200, 242], [300, 133], [400, 103], [1000, 79]], // prettier-ignore
      pattern: maskPattern,
    },
    {
      // Shape: twice the area on axis (no mask) times a transmission that rises with energy. Scale: GCN 34316.
      knots: [[60, 94.5], [100, 261], [150, 306], [200, 271], [300, 199], [400, 168], [1000, 146]], // prettier-ignore
      pattern: wallPattern,
    },
  ],
  backgroundCps: 800,
  excessVariance: 1.1,
  assumptions: [
    'on axis: area of the response matrix isgr_rmf_rsp_2197; in the field of view: its coded fraction',
    'outside: through the walls, scaled to 21 % of the best at 75 deg for the hard spectrum (GCN 34316)',
    'background 800 counts/s, scatter 1.1: assumed',
  ],
};

const picsit: Detector = {
  name: 'PICsIT',
  components: [
    {
      knots: [[170, 60], [200, 250], [250, 450], [300, 550], [400, 600], [600, 550], [1000, 450], [2000, 320], [10_000, 220]], // prettier-ignore
      pattern: maskPattern,
    },
    {
      knots: [[170, 20], [200, 90], [250, 180], [300, 240], [400, 300], [600, 320], [1000, 320], [2000, 260], [10_000, 200]], // prettier-ignore
      pattern: wallPattern,
    },
  ],
  backgroundCps: 3500,
  excessVariance: 1.2,
  assumptions: [
    'area on axis up to 600 cm2 and through the walls up to 320 cm2: assumed, not calibrated',
    'background 3500 counts/s, scatter 1.2: assumed',
  ],
};

/** The detectors of the model by name. */
export const detectors: Readonly<Record<DetectorName, Detector>> = {
  ACS: acs,
  VETO: veto,
  ISGRI: isgri,
  PICsIT: picsit,
};

/** What all four have in common, for products: the first thing to know about their numbers. */
export const MODEL_STATEMENT =
  'Declared parametric model of effective area by energy and direction, in place of the INTEGRAL Mass Model, which is not public; good to a factor of two';

/** Energies that the model knows of, keV: spectra are counted and fluences quoted within them. */
export const MODEL_RANGE_KEV: readonly [number, number] = [15, 10_000];
