/** The imaging of IBIS/ISGRI: coded-mask geometry, decoding, cleaning, spectra, light curves, mosaics and simulation. */

export { type Balance, type DetectorImage, type SkyImage, balanceOf, decode, decodeIntensity } from './decode.ts';
export { type CleanOptions, type CleanedPointing, type CleanedSource, cleanPointing } from './clean.ts';
export { backgroundShape, backgroundSpectrum } from './detector-background.ts';
export { type DetectorModel, drawShadowgram, expectedCounts } from './expected-shadowgram.ts';
export { type BandRates, type PowerLawFit, fitPowerLaw } from './fit-power-law.ts';
export { type FittedSource, type SourceFit, type SourceFitOptions, fitSources } from './fit-sources.ts';
export { type GaussianFit, type ImagePlanes, fitGaussian } from './gaussian-fit.ts';
export {
  DETECTOR_AREA_CM2,
  DETECTOR_SIDE,
  GHOST_DISTANCE,
  GRID_CELLS,
  GRID_HEIGHT,
  GRID_WIDTH,
  IMAGE_CENTRE,
  IMAGE_SIDE,
  PIXEL_DEG,
  type Shift,
  type SkyPixel,
  codingFraction,
  codingMap,
  gridCellOfPixel,
  moduleOf,
  pixelCells,
  shiftOf,
  skyPixelOf,
} from './geometry.ts';
export {
  type Mosaic,
  type MosaicInput,
  type MosaicPlanes,
  type TangentPlane,
  addToMosaic,
  emptyMosaic,
  mosaicFrame,
  mosaicPlanes,
  tangentPlaneOfPointing,
  tangentPlaneOfWcs,
} from './mosaic.ts';
export { maskPattern, muraDecoder, muraPattern } from './mura.ts';
export { illuminationGradient, pixelIllumination } from './pif.ts';
export {
  type PixelStates,
  type PixelSwitch,
  allPixelsOn,
  bandEfficiency,
  hotPixels,
  noisyPixels,
  onFractionsFromSwitches,
  pixelStatesFromContext,
  readSwitchList,
  withoutModules,
} from './pixel-state.ts';
export {
  type ImageWcs,
  type Pointing,
  directionOfShift,
  directionOfSkyPixel,
  imageWcs,
  pointingOf,
  shiftOfDirection,
  skyPixelOfDirection,
} from './pointing.ts';
export { CRAB, type PowerLaw, photonFlux, scaledSpectrum } from './power-law.ts';
export {
  type Response,
  foldSpectrum,
  isgriChannelsKeV,
  parametricResponse,
  rateInBand,
  readResponse,
} from './response.ts';
export {
  type EnergyBand,
  type Events,
  type Shadowgram,
  type TimeRange,
  binEvents,
  checkBands,
  detectorImage,
} from './shadowgram.ts';
export {
  type Modulation,
  type NoisyPixel,
  type SimulatedPointing,
  type SimulatedSource,
  simulatePointing,
} from './simulate.ts';
export { type PointSource, restoredImage } from './restored-image.ts';
export { type FoundSource, type SearchOptions, type SearchablePlanes, searchImage } from './source-search.ts';
export { type ExtractedRates, type SourceRates, equalTimeBins, extractRates, timeShadowgrams } from './spectra.ts';
