// SVG to PNG, with the fonts that come with it: the same pixels on every machine, so that a figure can be verified
// byte for byte. resvg (Rust, compiled to WebAssembly) draws; the fonts are DejaVu.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const require = createRequire(import.meta.url);
// The module and the fonts are loaded once, at the first figure: most runs draw none.
let ready: Promise<void> | undefined;
let fonts: Uint8Array[] | undefined;

/**
 * A PNG image of an SVG document, `scale` pixels for each SVG unit; equal documents give equal bytes. Text is drawn in
 * DejaVu Sans only, whatever fonts the machine has. Rejects with the drawing library's error for what is no SVG.
 */
export async function rasterise(svg: string, scale = 2): Promise<Uint8Array> {
  ready ??= initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  await ready;
  fonts ??= ['DejaVuSans', 'DejaVuSans-Bold'].map((name) =>
    readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)),
  );
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { fontBuffers: fonts, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  });
  const rendered = image.render();
  const png = rendered.asPng();
  // Memory of WebAssembly is not collected with the objects that stand for it.
  rendered.free();
  image.free();
  return png;
}
