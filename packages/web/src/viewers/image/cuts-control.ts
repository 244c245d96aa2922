// The histogram of an image with handles for the cuts; two number fields do the same without dragging (WCAG 2.5.7).
import { element } from '../element.ts';
import { type Cuts, histogram } from './cuts.ts';

const [widthPx, heightPx] = [360, 64];
const binCount = 120;

/** The control and how to show it other values. */
export interface CutsControl {
  readonly element: HTMLElement;
  /** Shows cuts over the histogram of a sorted sample. */
  show(sorted: Float64Array, cuts: Cuts): void;
}

/** Makes the control; `change` is called with the side and its new value while a handle moves. */
export function cutsControl(change: (side: 'low' | 'high', value: number) => void): CutsControl {
  const canvas = element('canvas', { width: `${widthPx}`, height: `${heightPx}`, class: 'stemma-histogram', 'aria-hidden': 'true' }); // prettier-ignore
  const fields = { low: cutField('low', change), high: cutField('high', change) };
  let range: Cuts = { low: 0, high: 1 };
  let shown: Cuts = range;
  let held: 'low' | 'high' | undefined;
  const valueAt = (event: PointerEvent) => range.low + (event.offsetX / canvas.clientWidth) * (range.high - range.low);
  canvas.addEventListener('pointerdown', (event) => {
    const value = valueAt(event);
    held = Math.abs(value - shown.low) < Math.abs(value - shown.high) ? 'low' : 'high';
    canvas.setPointerCapture(event.pointerId);
    change(held, value);
  });
  canvas.addEventListener('pointermove', (event) => held && change(held, valueAt(event)));
  canvas.addEventListener('pointerup', () => (held = undefined));
  return {
    element: element('div', { class: 'stemma-cuts' }, fields.low.label, canvas, fields.high.label),
    show(sorted, cuts) {
      // While a handle is held its scale stays, else it would run away from the finger.
      if (!held) range = shownRange(sorted, cuts);
      shown = cuts;
      for (const side of ['low', 'high'] as const) fields[side].input.value = String(Number(cuts[side].toPrecision(6)));
      draw(canvas, histogram(sorted, range, binCount), range, cuts);
    },
  };
}

function cutField(side: 'low' | 'high', change: (side: 'low' | 'high', value: number) => void) {
  const input = element('input', { type: 'number', step: 'any', class: 'stemma-number' });
  input.addEventListener('change', () => change(side, input.valueAsNumber));
  return { input, label: element('label', { class: 'stemma-field' }, side === 'low' ? 'from ' : 'to ', input) };
}

function shownRange(sorted: Float64Array, { low, high }: Cuts): Cuts {
  const margin = 0.5 * (high - low);
  const [least = low, most = high] = [sorted[0], sorted.at(-1)];
  return { low: Math.min(low, Math.max(least, low - margin)), high: Math.max(high, Math.min(most, high + margin)) };
}

function draw(canvas: HTMLCanvasElement, counts: Uint32Array, range: Cuts, cuts: Cuts): void {
  const context = canvas.getContext('2d')!;
  const style = getComputedStyle(canvas);
  const token = (name: string) => style.getPropertyValue(`--stemma-${name}`).trim();
  context.clearRect(0, 0, widthPx, heightPx);
  context.fillStyle = token('dim');
  // Roots keep the few pixels of sources visible beside the many of the background.
  const most = Math.sqrt(counts.reduce((a, b) => Math.max(a, b), 1));
  const step = widthPx / counts.length;
  counts.forEach((count, i) => {
    const height = (Math.sqrt(count) / most) * (heightPx - 4);
    context.fillRect(i * step, heightPx - height, step - 0.5, height);
  });
  context.fillStyle = token('accent');
  for (const value of [cuts.low, cuts.high]) {
    const x = ((value - range.low) / (range.high - range.low)) * widthPx;
    context.fillRect(Math.min(widthPx - 3, Math.max(0, x - 1.5)), 0, 3, heightPx);
  }
}
