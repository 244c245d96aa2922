// Counts of a made-up burst by the same model that locates it: for demonstrations and for tests of coverage.
import { ExpectedFailure } from '@stemma/core';
import type { Direction, SpacecraftAngles } from '@stemma/data/coordinates';
import { earthLimbAngleDeg } from '@stemma/data/orbit';
import type { RandomGenerator } from '@stemma/data/statistics';
import type { Detector } from './detectors.ts';
import { directionResponse, type EnergyBand } from './direction-response.ts';
import type { Background } from './sensitivity.ts';
import type { BurstSpectrum } from './spectral-model.ts';

/** A burst as it is made up. */
export interface MadeUpBurst {
  /** Direction in spacecraft axes, and on the sky. */
  readonly angles: SpacecraftAngles;
  readonly source: Direction;
  /** The spacecraft, from the Earth's centre. */
  readonly positionKm: ArrayLike<number>;
  readonly spectrum: BurstSpectrum;
  readonly band: EnergyBand;
  /** In the band, erg/cm2. */
  readonly fluence: number;
  readonly durationS: number;
}

/**
 * Gross counts by detector: Poisson counts of burst and background, and a normal term for the scatter of the background
 * beyond Poisson. Never below 0.
 * @throws ExpectedFailure `occulted` for a burst behind the Earth.
 */
export function simulatedCounts(
  burst: MadeUpBurst,
  seen: readonly { readonly detector: Detector; readonly background: Background }[],
  random: RandomGenerator,
): Float64Array {
  const [x, y, z] = [burst.positionKm[0]!, burst.positionKm[1]!, burst.positionKm[2]!];
  const limbDeg = earthLimbAngleDeg([x, y, z], burst.source);
  if (limbDeg < 0) {
    const message = `the burst lies ${(-limbDeg).toFixed(1)} degrees below the limb of the Earth`;
    throw new ExpectedFailure('occulted', message, { limbDeg });
  }
  return Float64Array.from(seen, ({ detector, background }) => {
    const { ergPerCm2PerCount } = directionResponse(detector, burst.spectrum, burst.angles, burst.band);
    const backgroundCounts = background.rateCps * burst.durationS;
    const beyond = Math.sqrt(Math.max(0, background.excessVariance ** 2 - 1) * backgroundCounts);
    const poisson = random.poisson(backgroundCounts + burst.fluence / ergPerCm2PerCount);
    return Math.max(0, Math.round(poisson + beyond * random.normal()));
  });
}
