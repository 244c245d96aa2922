// The generator of the provenance benchmarks, declared: the classes of the INTEGRAL imaging pipeline with their inputs,
// and how often each is instantiated. Nothing is computed; only the family trees are real.

/** How often a class is instantiated: once, per science window, per window and band, or per goal. */
export type Scale = 'once' | 'window' | 'image';

/** One class of the pipeline. Inputs of a class of a wider scale are shared: each window uses the one calibration. */
export interface PipelineClass {
  readonly name: string;
  readonly scale: Scale;
  readonly inputs: readonly string[];
}

const once = (name: string, ...inputs: string[]): PipelineClass => ({ name, scale: 'once', inputs });
const window = (name: string, ...inputs: string[]): PipelineClass => ({ name, scale: 'window', inputs });
const image = (name: string, ...inputs: string[]): PipelineClass => ({ name, scale: 'image', inputs });

/** In the order in which inputs come before their users. A mosaic of 500 windows has 13 × 500 of them as ancestors. */
export const classes: readonly PipelineClass[] = [
  once('integral.IsgriCalibration'),
  once('integral.IsgriResponse'),
  once('integral.ReferenceCatalogue'),
  once('integral.SkyModel', 'integral.ReferenceCatalogue'),
  once('integral.SimulatedObservation'),
  window('stemma.File'),
  window('integral.Pointing', 'integral.SimulatedObservation', 'stemma.File'),
  window('integral.PixelStates', 'integral.IsgriCalibration', 'stemma.File', 'integral.Pointing'),
  window('integral.SimulatedEvents', 'integral.Pointing', 'integral.SkyModel', 'integral.PixelStates', 'integral.IsgriResponse', 'stemma.File'), // prettier-ignore
  window('integral.GoodTimes', 'integral.Pointing', 'integral.SimulatedEvents', 'stemma.File'),
  window('integral.DeadTime', 'integral.SimulatedEvents', 'integral.GoodTimes'),
  window('integral.CorrectedEvents', 'integral.SimulatedEvents', 'integral.IsgriCalibration', 'integral.GoodTimes', 'integral.PixelStates'), // prettier-ignore
  window('integral.InputCatalogue', 'integral.ReferenceCatalogue', 'integral.Pointing'),
  image('integral.BackgroundMaps', 'integral.IsgriCalibration', 'integral.Pointing', 'integral.PixelStates', 'integral.GoodTimes', 'integral.DeadTime'), // prettier-ignore
  image('integral.Shadowgrams', 'integral.CorrectedEvents', 'integral.GoodTimes', 'integral.DeadTime', 'integral.PixelStates', 'integral.IsgriResponse', 'integral.Pointing', 'integral.IsgriCalibration'), // prettier-ignore
  image('integral.SkyImage', 'integral.Pointing', 'integral.Shadowgrams', 'integral.BackgroundMaps', 'integral.InputCatalogue', 'integral.PixelStates', 'integral.DeadTime'), // prettier-ignore
  image('integral.CleanedImage', 'integral.SkyImage', 'integral.InputCatalogue', 'integral.ReferenceCatalogue', 'integral.Pointing', 'integral.GoodTimes', 'integral.IsgriResponse'), // prettier-ignore
  image('integral.SkyImageProducts', 'integral.CleanedImage', 'integral.SkyImage', 'integral.Pointing', 'integral.InputCatalogue', 'integral.GoodTimes', 'integral.DeadTime'), // prettier-ignore
];

/** What people ask for over many windows of one band; each has a catalogue and products made from it. */
export const goals = ['integral.Mosaic', 'integral.SourceLightCurve', 'integral.SourceSpectrum'] as const;

/** Sizes of a generated store. */
export interface StoreSize {
  readonly windows: number;
  /** Energy bands in which every window is imaged. */
  readonly bands: number;
  /** Sources that have a light curve and a spectrum over every 500 windows and band. */
  readonly sources: number;
}

/** A million derivations and more than five million edges. */
export const fullSize: StoreSize = { windows: 43_500, bands: 3, sources: 3 };
/** For a look whether everything works. */
export const smallSize: StoreSize = { windows: 1000, bands: 2, sources: 1 };
/** Windows of the small and of the large mosaics. */
export const mosaicSizes = [70, 500] as const;
