// Parameters on one line, with units: what tells one result of an analysis from another.
import { formatParameter, type DerivationRecord, type UnitOf } from '@stemma/core';

/**
 * `binSizeKeV=4 keV, unit=unit-0001`; empty for analyses without parameters.
 * @param name the analysis, by which `unitOf` finds the declaration of each parameter.
 * @param parameters in canonical form, units already converted.
 */
export function parameterText(name: string, parameters: DerivationRecord['parameters'], unitOf: UnitOf): string {
  return Object.entries(parameters)
    .map(([key, value]) => `${key}=${formatParameter(value, unitOf(name, key))}`)
    .join(', ');
}
