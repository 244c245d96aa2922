// What search has to know of the loaded analyses: their descriptions, and the units of parameters that do not have them
// in their names.
import type { AnalysisDescription, Registry } from '@stemma/core';

/** Descriptions of all analyses of a registry. */
export function descriptionsOf(registry: Registry): AnalysisDescription[] {
  return registry.names.map((name) => {
    const { description, parameters } = registry.get(name).definition;
    const units = Object.entries(parameters).flatMap(([key, type]): [string, string][] => {
      const unit = type.schema['x-unit'];
      return typeof unit === 'string' && unit !== '' ? [[key, unit]] : [];
    });
    return { name, description, units: Object.fromEntries(units) };
  });
}
