// The viewers in Chromium, against the targets of the design: first picture, frames, layouts. Prints one line each;
// `--smoke` measures small data.
import { openViewers, withoutBrowser } from '../packages/web/test/viewer-page.ts';

const isSmoke = process.argv.includes('--smoke');
const [points, side, few, many] = isSmoke ? [10_000, 256, 100, 500] : [1_000_000, 2048, 1000, 10_000];

if (withoutBrowser) console.log(`not measured: ${withoutBrowser}`);
else await measureAll();

async function measureAll(): Promise<void> {
  await using opened = await openViewers();
  const measure = async (title: string, targetMs: number, body: string) => {
    const ms = await opened.page.evaluate<number>(`(async () => {
      const host = document.body.appendChild(viewers.element('div'));
      const timed = async (act) => { const start = performance.now(); await act(); return performance.now() - start; };
      const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
      const frames = async (act) => { const all = []; for (let i = 0; i < 21; i++) all.push(await timed(() => act(i))); return median(all); };
      try { ${body} } finally { host.remove(); }
    })()`);
    console.log(`${title.padEnd(52)} ${ms.toFixed(1).padStart(8)} ms   target ${targetMs} ms`);
  };
  const curve = `const data = viewers.simulatedCurve(${points}); let handle;`;
  const drawn = `await timed(() => { handle = viewers.mountLightCurve(host, data); })`;
  await measure(`light curve of ${points} points: drawn`, 500, `${curve} return ${drawn};`);
  await measure(`light curve of ${points} points: zoomed`, 33, `${curve} ${drawn}; const { from, to } = handle.span(); return await frames((i) => handle.zoom({ from: from + i, to: to - i }));`); // prettier-ignore
  const image = `const bytes = viewers.simulatedSky(${side}); let handle;`;
  const shown = `await timed(() => { handle = viewers.mountImage(host, bytes, OPTIONS); handle.pixels(); })`;
  const pan = `await frames((i) => { const { view } = handle.state(); handle.update({ view: { ...view, centreX: view.centreX + i } }); handle.drawNow(); host.querySelector('canvas').getContext('webgl2')?.finish(); })`;
  for (const [name, options] of [
    ['WebGL2', '{}'],
    ['CPU', '{ isCpuOnly: true }'],
  ] as const) {
    // prettier-ignore
    await measure(`image of ${side}² pixels, ${name}: first picture`, 500, `${image} return ${shown.replace('OPTIONS', options)};`); // prettier-ignore
    await measure(`image of ${side}² pixels, ${name}: a frame of panning`, 33, `${image} ${shown.replace('OPTIONS', options)}; return ${pan};`); // prettier-ignore
  }
  for (const [count, targetMs] of [[few, 200], [many, 1000]] as const) // prettier-ignore
    await measure(`graph of ${count} nodes: laid out and drawn`, targetMs, `const graph = viewers.simulatedGraph(${count}); return await timed(() => viewers.mountGraph(host, graph).settled());`); // prettier-ignore
  await measure(`graph of ${many} nodes: a frame of panning`, 50, `const handle = viewers.mountGraph(host, viewers.simulatedGraph(${many})); await handle.settled(); return await frames((i) => handle.panNow(i, 1));`); // prettier-ignore
}
