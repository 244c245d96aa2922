// The Crab with two instruments through one engine: H.E.S.S. at teraelectronvolts, from public event lists to a
// spectrum, and ISGRI at tens of kiloelectronvolts, in a real sky image. Beside each number stands what others found.
//
//   npm run demo -- crab [OUTPUT_FOLDER]
import { hess, LightCurve, Report, Significance, Spectrum } from '@stemma/instruments/hess';
import { ImageCatalogue, integral, SimulatedObservation, SkyImage } from '@stemma/instruments/integral';
import { isgriSkyImage } from '@stemma/instruments/integral/sources';
import { configure } from 'stemma';
import { alignedLines, plusMinus, plusMinusInPowers } from '../quantities.ts';
import {
  leaveProducts,
  onStage,
  resolveAloud,
  tellCommands,
  unlessUnavailable,
  type Stage,
  type StageOptions,
} from '../stage.ts';

/** The Crab, from what data there are. */
export function showCrab(options: StageOptions): Promise<void> {
  return onStage([hess, integral], options, async (stage) => {
    const isHessThere = await unlessUnavailable(() => showHess(stage).then(() => true));
    if (!isHessThere) missing(stage, 'the event lists of H.E.S.S. DL3 DR1');
    const isIsgriThere = await unlessUnavailable(() => showIsgri(stage).then(() => true));
    if (!isIsgriThere) missing(stage, `the ISGRI sky image ${isgriSkyImage.source.name}`);
    if (!isHessThere && !isIsgriThere) await showSimulated(stage);
    const hessGoals = ['Report', 'Significance', 'ExcessMap', 'LightCurve', 'Spectrum'];
    tellCommands(
      stage,
      ...(isHessThere ? hessGoals.map((name) => `run hess.${name}`) : []),
      isIsgriThere ? 'run integral.ImageCatalogue' : 'run integral.SkyImageProducts',
    );
  });
}

function missing({ say }: Stage, what: string): void {
  say(`NO DATA: ${what} could be neither found nor downloaded.`);
  say('         Put the files into a folder and name that in STEMMA_DATA_MIRROR.');
  say();
}

async function showHess(stage: Stage): Promise<void> {
  const { stemma, say } = stage;
  const report = await resolveAloud(stage, Report());
  const { total, runs, dropped } = await stemma.run(Significance());
  const { fit } = await stemma.run(Spectrum());
  const { constancy } = await stemma.run(LightCurve());
  say('REAL DATA: H.E.S.S. DL3 public test data release 1 (H.E.S.S. collaboration, 2018), four runs on the Crab.');
  say('           No scientific publications may be derived from these data; the terms are in report.txt.');
  say();
  const table = Array.from(runs.obsId, (obsId, k) => [
    String(obsId),
    String(runs.on[k]),
    String(runs.off[k]),
    plusMinus(runs.excess[k]!, runs.excessError[k]!),
    runs.sigma[k]!.toFixed(2),
    runs.livetimeS[k]!.toFixed(0),
    runs.offsetDeg[k]!.toFixed(2),
  ]);
  const heading = ['run', 'ON', 'OFF', 'excess (counts)', 'sigma', 'livetime (s)', 'offset (deg)'];
  for (const line of alignedLines([heading, ...table])) say(`  ${line}`);
  for (const { obsId, message } of dropped) say(`  left out: run ${obsId}: ${message}`);
  say();
  const rows = [
    ['H.E.S.S.', 'measured', 'unit', 'expected'],
    ['ON', String(total.on), 'counts', '698'],
    ['OFF', String(total.off), 'counts', '1529'],
    ['excess', `${total.excess.toFixed(1)} ± ${total.excessError.toFixed(1)}`, 'counts', '633.3'],
    ['significance (Li & Ma)', total.sigma.toFixed(2), 'sigma', '42.78'],
    ['livetime', total.livetimeS.toFixed(1), 's', '6313.8'],
    ['photon index', plusMinus(fit.index, fit.indexError), '', '2.63 (Aharonian et al. 2006)'],
    [
      'flux above 1 TeV',
      plusMinusInPowers(fit.fluxAboveOneTeV, fit.fluxError),
      'cm-2 s-1',
      '2.26e-11, 20 % systematic (the same)',
    ],
    [
      'χ² of a constant rate',
      constancy.chiSquare.toFixed(1),
      '',
      `${constancy.degreesOfFreedom} degrees of freedom, chance ${constancy.probability.toFixed(2)}`,
    ],
  ];
  tell(stage, rows);
  await leaveProducts(stage, report);
}

async function showIsgri(stage: Stage): Promise<void> {
  const { say } = stage;
  const result = await resolveAloud(stage, ImageCatalogue());
  const { sources } = await result.outputs();
  const k = sources.name.indexOf('Crab');
  say(`REAL DATA: ${isgriSkyImage.source.description}`);
  say(`           ${isgriSkyImage.source.licence}`);
  say();
  const errorDeg = sources.errorDeg[k]!;
  tell(stage, [
    ['ISGRI', 'measured', 'unit', 'expected'],
    ['significance', sources.significance[k]!.toFixed(1), 'sigma', '146.8'],
    ['right ascension', plusMinus(sources.raDeg[k]!, errorDeg / Math.cos((22 * Math.PI) / 180)), 'deg', '83.633'],
    ['declination', plusMinus(sources.decDeg[k]!, errorDeg), 'deg', '22.014'],
    ['rate, 25 to 80 keV', plusMinus(sources.rateCps[k]!, sources.rateErrorCps[k]!), 'count/s', '187.9 ± 1.2'],
    ['FWHM of the image', (60 * sources.fwhmDeg[k]!).toFixed(1), 'arcmin', '13.1'],
  ]);
  await leaveProducts(stage, result);
}

/** What works without any data: the Crab in a simulated science window. */
async function showSimulated(stage: Stage): Promise<void> {
  const { say, stemma } = stage;
  say('SIMULATION: instead, one science window of ISGRI is simulated and imaged; `npm run demo -- mosaic` does more.');
  say();
  const short = configure(SimulatedObservation, { windowS: 600 });
  await resolveAloud(stage, SkyImage().assuming(short));
  const { sources } = await stemma.run(SkyImage().assuming(short));
  const rows = sources.name.map((name, k) => [
    name,
    sources.significance[k]!.toFixed(1),
    plusMinus(sources.raDeg[k]!, sources.errorDeg[k]!),
    plusMinus(sources.decDeg[k]!, sources.errorDeg[k]!),
    plusMinus(sources.rateCps[k]!, sources.rateErrorCps[k]!),
  ]);
  tell(stage, [['source', 'S/N', 'RA (deg)', 'Dec (deg)', 'rate (count/s)'], ...rows]);
}

function tell({ say }: Stage, rows: readonly (readonly string[])[]): void {
  for (const line of alignedLines(rows)) say(`  ${line}`);
  say();
}
