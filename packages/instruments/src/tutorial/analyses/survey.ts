// A growing graph: a list that one result contains, and one spectrum for each element of it.
import { accepting, analysis, column, each, integer, listOf, string, table } from '@stemma/core';
import { BinnedEvents } from './binned-events.ts';
import { CalibratedEvents } from './calibrated-events.ts';
import { DataUnit } from './data-unit.ts';
import { RawEvents } from './raw-events.ts';

/** Selects observations: here simply the first ones. A real one would ask a catalogue, and the graph would grow with its answer. */
export const SelectDataUnits = analysis({
  name: 'tutorial.SelectDataUnits',
  version: '1',
  description: 'The names of the first observations.',
  parameters: { count: integer({ default: 12, min: 1, max: 9999, description: 'how many observations' }) },
  outputs: { units: listOf(string()) },
  resources: { light: true },
  run: ({ count }) => ({ units: Array.from({ length: count }, (_, i) => `unit-${String(i + 1).padStart(4, '0')}`) }),
});

// The graph below each element of the selection; it is bound when the selection is known.
const spectrumOf = (unit: string) =>
  BinnedEvents({ calibrated: CalibratedEvents({ raw: RawEvents({ dataUnit: DataUnit({ unit }) }) }) });

/**
 * Spectra of many observations, added bin by bin; those without events are named in `withoutEvents` and left out.
 * Extending the selection computes the new observations only.
 */
export const Survey = analysis({
  name: 'tutorial.Survey',
  version: '1',
  description: 'Spectra of many observations, added; those without events are named and left out.',
  inputs: {
    selection: SelectDataUnits,
    spectra: each(SelectDataUnits, 'units', (unit) => accepting(spectrumOf(unit), 'no_data')),
  },
  outputs: {
    spectrum: table({
      lowKeV: column('float64', 'keV'),
      highKeV: column('float64', 'keV'),
      counts: column('float64', 'count'),
    }),
    used: integer(),
    withoutEvents: listOf(string()),
  },
  run: ({ selection, spectra }) => {
    const found = spectra.flatMap((outcome) => (outcome.ok ? [outcome.value.spectrum] : []));
    const [first] = found;
    const counts = new Float64Array(first?.counts.length ?? 0);
    for (const spectrum of found) for (let i = 0; i < counts.length; i++) counts[i]! += spectrum.counts[i]!;
    return {
      spectrum: { lowKeV: first?.lowKeV ?? new Float64Array(), highKeV: first?.highKeV ?? new Float64Array(), counts },
      used: found.length,
      withoutEvents: selection.units.filter((_, i) => !spectra[i]!.ok),
    };
  },
});
