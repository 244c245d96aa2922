// The coded mask, twice: a mosaic of a few SIMULATED science windows of ISGRI from events to catalogue, beside what was
// put into its sky; then the sources of a real ISGRI mosaic of the Galactic bulge.
//
//   npm run demo -- mosaic [OUTPUT_FOLDER]
import { angularSeparationDeg } from '@stemma/data/coordinates';
import {
  Catalogue,
  ImageCatalogue,
  integral,
  Mosaic,
  MosaicProducts,
  SimulatedObservation,
  SkyModel,
} from '@stemma/instruments/integral';
import { isgriMosaic } from '@stemma/instruments/integral/sources';
import { configure } from 'stemma';
import { alignedLines, plusMinus } from '../quantities.ts';
import {
  leaveProducts,
  onStage,
  resolveAloud,
  tellCommands,
  unlessUnavailable,
  type Stage,
  type StageOptions,
} from '../stage.ts';

/** Nine pointings around the Crab, the last of which was received without events, as happens. */
const observation = configure(SimulatedObservation, { windows: 9, windowS: 600, emptyWindows: [9] });
const assume = ['windows=9', 'windowS=600', "emptyWindows='9'"]
  .map((setting) => `--assume integral.SimulatedObservation.${setting}`)
  .join(' ');

/** Real sources of the built-in list, and how many lines of peaks without a name follow them. */
const UNNAMED_SHOWN = 3;

/** A simulated mosaic and a real one. */
export function showMosaic(options: StageOptions): Promise<void> {
  return onStage([integral], options, async (stage) => {
    const { say } = stage;
    await showSimulated(stage);
    const isThere = await unlessUnavailable(() => showReal(stage).then(() => true));
    if (!isThere) {
      say('NO DATA: the real mosaic of the Galactic bulge could be neither found nor downloaded; what stands above');
      say(`         needs none. Put ${isgriMosaic.source.name} into a folder, named in STEMMA_DATA_MIRROR.`);
      say();
    }
    tellCommands(
      stage,
      `run integral.MosaicProducts ${assume}`,
      `run integral.SourceSpectrum ${assume}`,
      ...(isThere ? [`run integral.ImageCatalogue --assume integral.ImageCatalogue.data=@FILE`] : []),
    );
  });
}

async function showSimulated(stage: Stage): Promise<void> {
  const { say, stemma } = stage;
  say(
    'SIMULATION: events of the INTEGRAL archive are not public here. A declared model of sky, mask and detector makes',
  );
  say('            them, 9 science windows of 600 s around the Crab; everything behind the events is the pipeline.');
  say();
  const products = await resolveAloud(stage, MosaicProducts().assuming(observation));
  const { used, dropped, noiseWidth, exposureS } = await stemma.run(Mosaic().assuming(observation));
  const { sources, count } = await stemma.run(Catalogue().assuming(observation));
  const sky = (await stemma.run(SkyModel())).sources;
  say(`${used.length} science windows, live time ${exposureS.toFixed(0)} s, 20 to 40 keV`);
  for (const { scw, reason, message } of dropped) say(`left out: ${scw} (${reason}): ${message}`);
  say(`width of the significances of empty sky ${noiseWidth[0]!.toFixed(2)} (pure noise: 1)`);
  say();
  const rows = Array.from({ length: count }, (_, k) => {
    const found = { raDeg: sources.raDeg[k]!, decDeg: sources.decDeg[k]! };
    const off = sky.map((source) => ({ name: source.name, arcmin: 60 * angularSeparationDeg(found, source) }));
    const nearest = off.toSorted((a, b) => a.arcmin - b.arcmin)[0]!;
    return [
      sources.name[k]!,
      sources.significance[k]!.toFixed(1),
      plusMinus(found.raDeg, sources.errorDeg[k]! / Math.cos((found.decDeg * Math.PI) / 180)),
      plusMinus(found.decDeg, sources.errorDeg[k]!),
      plusMinus(sources.rateCps[k]!, sources.rateErrorCps[k]!),
      nearest.name,
      nearest.arcmin.toFixed(2),
    ];
  });
  const heading = ['found', 'S/N', 'RA (deg)', 'Dec (deg)', 'rate (count/s)', 'put there', "off (')"];
  for (const line of alignedLines([heading, ...rows])) say(`  ${line}`);
  say();
  await leaveProducts(stage, products);
}

async function showReal(stage: Stage): Promise<void> {
  const { say } = stage;
  const result = await resolveAloud(stage, ImageCatalogue({ data: isgriMosaic }));
  const { sources, count, noiseWidth } = await result.outputs();
  say(`REAL DATA: ${isgriMosaic.source.description}`);
  say(`           ${isgriMosaic.source.licence}`);
  say();
  const order = [...Array(count).keys()];
  const known = order.filter((k) => Number.isFinite(sources.offsetDeg[k]!));
  const unnamed = order.filter((k) => !known.includes(k));
  const rows = [...known, ...unnamed.slice(0, UNNAMED_SHOWN)].map((k) => [
    sources.name[k]!,
    sources.significance[k]!.toFixed(1),
    sources.raDeg[k]!.toFixed(3),
    sources.decDeg[k]!.toFixed(3),
    plusMinus(sources.rateCps[k]!, sources.rateErrorCps[k]!),
    Number.isFinite(sources.offsetDeg[k]!) ? (60 * sources.offsetDeg[k]!).toFixed(2) : '',
  ]);
  const heading = ['source', 'S/N', 'RA (deg)', 'Dec (deg)', 'rate (count/s)', "off (')"];
  for (const line of alignedLines([heading, ...rows])) say(`  ${line}`);
  say();
  const width = noiseWidth[0]!.toFixed(2);
  say(
    `${unnamed.length} peaks have no counterpart in the built-in list of 16 bright sources. The significances of this`,
  );
  say(`mosaic are ${width} times as wide as noise, so that 6 in it means ${(6 / noiseWidth[0]!).toFixed(1)} sigma.`);
  say();
}
