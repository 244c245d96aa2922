// Colour maps of sky images as tables of 256 colours: 255 levels, and one for pixels without a value.

// 33 anchors each, as six hexadecimal digits, from blue to red and from dark to bright (matplotlib 3, CC0; viridis,
// inferno, magma: van der Walt & Smith 2015; cividis: Nuñez et al. 2018, doi:10.1371/journal.pone.0199239; RdBu: ColorBrewer).
const anchors: Readonly<Record<string, string>> = {
  viridis:
    '440154470d6048186a482374472d7b4537814240863e49893b528b375b8d33638d2f6b8e2c728e297a8e26828e23898e21918c' +
    '1f988b1fa08822a78528ae8032b67a3fbc734ec36b5ec96270cf5784d44b98d83eaddc30c2df23d8e219ece51bfde725',
  cividis:
    '00224e00285b002e6a0533711a386f273e6e32436d3b496c434e6c4b546c535a6d5a5f6e61656f686a716f70737676767d7c78' +
    '8482798c8878938e789b9476a39a74aba072b4a76fbcae6cc4b468cdbb63d5c25edec958e7d150f0d846f9e03afee838',
  inferno:
    '0000040403120b0724150b37210c4a2f0a5b3d09654a0c6b57106e64156e71196e7d1e6d8a226a972766a32c61b0315bbc3754' +
    'c73e4cd24644db503be45a31eb6628f1731df68013f98e09fb9d07fcac11fbbc21f9cb35f5db4cf2ea69f3f68afcffa4',
  magma:
    '0000040303120a0822130d341d114729115a36106b440f7651127c5d177f6a1c81762181832681902a819c2e7faa337db73779' +
    'c43c75d0416fdc4869e75263ef5d5ef56b5cf9795dfc8961fd9869fea772feb67cfec488fed395fde2a3fcf0b2fcfdbf',
  RdBu:
    '0530610e41791752901f63a82a71b23480b93f8ec0529dc86bacd184bcd99bc9e0aed3e6c2ddecd4e6f1e0ecf3ecf2f5f7f6f6' +
    'f9eee7fbe5d8fddcc9fbccb4f8bb9ef5aa89ee9677e48066db6b55d05548c53e3dba2832ab162a930e267c072267001f',
  grey: '000000ffffff',
  'inverted grey': 'ffffff000000',
};

/** Names of all colour maps. RdBu is for significances: white is zero when the cuts are symmetric. */
export const colourMaps: readonly string[] = Object.keys(anchors);

/** Maps whose brightness rises evenly for every kind of colour vision. */
export const evenColourMaps: ReadonlySet<string> = new Set([
  'viridis',
  'cividis',
  'inferno',
  'magma',
  'grey',
  'inverted grey',
]);

/** Number of levels; the colour at this index is that of pixels without a value. */
export const levelCount = 255;

/** The colours of a map as 256 × RGBA bytes. An unknown name is drawn in grey. */
export function colourTable(name: string): Uint8Array<ArrayBuffer> {
  const text = (Object.hasOwn(anchors, name) ? anchors[name] : anchors['grey'])!;
  const last = text.length / 6 - 1;
  const channel = (anchor: number, index: number) =>
    Number.parseInt(text.slice(6 * anchor + 2 * index, 6 * anchor + 2 * index + 2), 16);
  const table = new Uint8Array(4 * (levelCount + 1));
  for (let level = 0; level < levelCount; level++) {
    const place = (level / (levelCount - 1)) * last;
    const below = Math.min(last - 1, Math.floor(place));
    for (let c = 0; c < 3; c++) {
      const low = channel(below, c);
      table[4 * level + c] = Math.round(low + (place - below) * (channel(below + 1, c) - low));
    }
    table[4 * level + 3] = 255;
  }
  // Transparent: the surface of the page shows where there is no value, in every theme.
  return table;
}
