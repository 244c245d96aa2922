// Effective area as a function of energy: knots joined by straight lines in logarithms.

/** Energies (keV, ascending) and areas (cm2, positive) between which the area is straight in logarithms. */
export type AreaKnots = readonly (readonly [energyKeV: number, areaCm2: number])[];

/** Area in cm2 at an energy in keV; 0 outside of the knots, where the detector is taken not to count. */
export function areaAt(knots: AreaKnots, energyKeV: number): number {
  if (!(energyKeV >= knots[0]![0] && energyKeV <= knots.at(-1)![0])) return 0;
  const next = Math.max(
    1,
    knots.findIndex(([energy]) => energy >= energyKeV),
  );
  const [[e0, a0], [e1, a1]] = [knots[next - 1]!, knots[next]!];
  return a0 * (a1 / a0) ** (Math.log(energyKeV / e0) / Math.log(e1 / e0));
}
