/** All analyses of ISGRI, in the order of the pipeline: from the index of science windows to catalogues. */

export { SimulatedObservation } from './analyses/simulated-observation.ts';
export { TargetPosition } from './analyses/target-position.ts';
export { SelectScienceWindows } from './analyses/select-science-windows.ts';
export { Pointing } from './analyses/pointing.ts';
export { SkyModel } from './analyses/sky-model.ts';
export {
  PixelStates,
  PixelStatesFromContext,
  PixelStatesFromNoiseMaps,
  PixelStatesFromSwitchList,
} from './analyses/pixel-states.ts';
export { SimulatedEvents } from './analyses/simulated-events.ts';
export { IsgriCalibration } from './analyses/isgri-calibration.ts';
export { CorrectedEvents } from './analyses/corrected-events.ts';
export { GoodTimes } from './analyses/good-times.ts';
export { DeadTime } from './analyses/dead-time.ts';
export { ImageBands, SpectrumBands } from './analyses/image-bands.ts';
export { Shadowgrams } from './analyses/shadowgrams.ts';
export { BackgroundMaps } from './analyses/background-maps.ts';
export { InputCatalogue, ReferenceCatalogue } from './analyses/input-catalogue.ts';
export { SkyImage } from './analyses/sky-image.ts';
export { Mosaic } from './analyses/mosaic.ts';
export { ImageMosaic } from './analyses/image-mosaic.ts';
export { Catalogue } from './analyses/catalogue.ts';
export { IsgriResponse, IsgriResponseFiles } from './analyses/isgri-response.ts';
export { WindowSpectra } from './analyses/window-spectra.ts';
export { SourceSpectrum } from './analyses/source-spectrum.ts';
export { WindowLightCurves } from './analyses/window-light-curves.ts';
export { SourceLightCurve } from './analyses/source-light-curve.ts';
export { SkyImageProducts } from './analyses/sky-image-products.ts';
export { SourceImage } from './analyses/source-image.ts';
export { MosaicProducts } from './analyses/mosaic-products.ts';
export { ImageCatalogue } from './analyses/image-catalogue.ts';
