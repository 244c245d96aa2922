// The image of a source when one science window is enough: the window that points nearest to it.
import { analysis, file, following } from '@stemma/core';
import { bandChoice, windowChoice } from '../goal-parameters.ts';
import { SelectScienceWindows } from './select-science-windows.ts';
import { SkyImageProducts } from './sky-image-products.ts';

/** Sky image around a source. */
export const SourceImage = analysis({
  name: 'integral.SourceImage',
  version: '1',
  description:
    'Sky image of the selected science window that points nearest to a source: FITS, PNG, region, catalogue.',
  exposes: { ...windowChoice, ...bandChoice },
  inputs: { image: following(SelectScienceWindows, 'nearest', (scw) => SkyImageProducts({ scw })) },
  outputs: {
    fits: file({ mediaType: 'application/fits' }),
    png: file({ mediaType: 'image/png' }),
    region: file({ description: 'DS9 region file' }),
    catalogue: file({ mediaType: 'application/fits' }),
  },
  resources: { light: true },
  run: ({ image: { fits, png, region, catalogue } }) => ({ fits, png, region, catalogue }),
});
