// The tutorial through a real engine: chain, cache, substitution, units, and a survey with expected failures.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  BinnedEvents,
  CalibratedEvents,
  DataUnit,
  EnergyCalibration,
  EnergyCalibration2026,
  RawEvents,
  SelectDataUnits,
  Survey,
  tutorial,
} from '@stemma/instruments/tutorial';
import { configure, open, substitute, type ResolutionEvent, type Stemma } from 'stemma';

let stemma: Stemma;
before(async () => {
  stemma = await open({ store: 'memory', modules: [tutorial], network: false });
});
after(() => stemma.close());

async function eventsOf(request: Parameters<Stemma['resolve']>[0]): Promise<ResolutionEvent[]> {
  const resolution = stemma.resolve(request);
  const events: ResolutionEvent[] = [];
  for await (const event of resolution.events()) events.push(event);
  await resolution.result;
  return events;
}

const computed = (events: readonly ResolutionEvent[]) =>
  events.flatMap((event) => (event.type === 'done' && event.origin === 'computed' ? [event.name] : []));

test('a spectrum is made from the observation on, and known the second time', async () => {
  const { spectrum, total } = await stemma.run(BinnedEvents());
  assert.equal(spectrum.counts.length, 45);
  assert.ok(total > 17_000 && total < 20_000, `${total}`);
  assert.equal(
    spectrum.counts.reduce((a, b) => a + b, 0),
    total,
  );
  assert.deepEqual(computed(await eventsOf(BinnedEvents())), []);
  // The line at 60 keV is the highest bin but for the lowest energies.
  const peak = spectrum.counts.indexOf(Math.max(...spectrum.counts.subarray(5)));
  assert.ok(spectrum.lowKeV[peak]! <= 60 && spectrum.highKeV[peak]! >= 60);
});

test('other bins are a new spectrum of the same events; one size in another unit is the same request', async () => {
  assert.deepEqual(computed(await eventsOf(BinnedEvents({ binSizeKeV: 2 }))), ['tutorial.BinnedEvents']);
  assert.deepEqual(computed(await eventsOf(BinnedEvents({ binSizeKeV: '2000 eV' }))), []);
  assert.equal(
    stemma.bind(BinnedEvents({ binSizeKeV: '0.002 MeV' })).id,
    stemma.bind(BinnedEvents({ binSizeKeV: 2 })).id,
  );
});

test('the calibration of 2026 changes energies and leaves the raw events as they are', async () => {
  const goal = CalibratedEvents().assuming(substitute(EnergyCalibration, EnergyCalibration2026));
  const [ground, drifted] = [
    (await stemma.run(CalibratedEvents())).events.energyKeV,
    (await stemma.run(goal)).events.energyKeV,
  ];
  assert.equal(drifted.length, ground.length);
  drifted.forEach((energy, i) => assert.ok(Math.abs(energy - (ground[i]! * 1.02 - 0.2)) < 1e-9));
  const events = await eventsOf(
    BinnedEvents().assuming(substitute('tutorial.EnergyCalibration', EnergyCalibration2026)),
  );
  assert.deepEqual(computed(events), ['tutorial.BinnedEvents']);
});

test('a calibration that gives equal numbers leads to known results: early cut-off', async () => {
  const { analysis, number } = await import('@stemma/core');
  const Recalibrated = analysis({
    name: 'mine.Recalibrated',
    version: '1',
    outputs: { gainKeV: number({ unit: 'keV/chan' }), offsetKeV: number({ unit: 'keV' }) },
    code: 'version',
    resources: { light: true },
    run: () => ({ gainKeV: 0.5, offsetKeV: 0 }),
  });
  await stemma.run(BinnedEvents());
  assert.deepEqual(computed(await eventsOf(BinnedEvents().assuming(substitute(EnergyCalibration, Recalibrated)))), [
    'mine.Recalibrated',
  ]);
});

test('an observation without events ends in an expected failure that everything downstream inherits', async () => {
  const goal = BinnedEvents().assuming(configure(DataUnit, { unit: 'unit-0010' }));
  const { failure } = await stemma.resolve(goal).result;
  assert.equal(failure?.reason, 'no_data');
  assert.equal(failure.origin, stemma.bind(RawEvents().assuming(configure(DataUnit, { unit: 'unit-0010' }))).id);
  await assert.rejects(stemma.run(goal), { code: 'no_data', message: 'unit-0010 has no events' });
});

test('a survey makes one spectrum for each observation, leaves those without events out, and grows by what is new', async () => {
  const configured = (count: number) => Survey().assuming(configure(SelectDataUnits, { count }));
  const { used, withoutEvents, spectrum } = await stemma.run(Survey());
  assert.deepEqual([used, withoutEvents], [11, ['unit-0010']]);
  assert.equal(spectrum.counts.length, 45);
  const names = computed(await eventsOf(configured(14)));
  assert.equal(names.filter((name) => name === 'tutorial.BinnedEvents').length, 2, names.join());
  assert.equal((await stemma.run(configured(14))).used, 13);
});

test('wrong names, units and ranges are refused with what is right', () => {
  assert.throws(() => BinnedEvents({ binSize: 4 } as never), { code: 'invalid_request', message: /binSizeKeV/ });
  assert.throws(() => stemma.bind(BinnedEvents({ binSizeKeV: '4 deg' })), { code: 'invalid_request', message: /keV/ });
  assert.throws(() => stemma.bind(BinnedEvents({ binSizeKeV: 500 })), {
    code: 'invalid_request',
    message: /from 0.1 to 180 keV/,
  });
  assert.throws(() => stemma.analysis('tutorial.BinedEvents'), { code: 'not_found', message: /BinnedEvents/ });
});
