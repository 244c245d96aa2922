// One live region at the bottom of a terminal: how far a resolution is, what runs and for how long. It is drawn as a
// whole, at most ten times a second, inside a synchronised update, so that it does not flicker.
import type { Progress, Running } from './progress.ts';
import { formatDuration } from './quantities.ts';
import type { Style } from './style.ts';
import { cut, oneLine, textWidth } from './text-width.ts';

/** The terminal that is drawn on. */
export interface Screen {
  /** Cells of a row, and rows, at this moment. */
  readonly columns: number;
  readonly rows: number;
  write(text: string): void;
}

const drawEveryMs = 100;
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const barCells = 24;
const maxRunning = 6;
// Synchronised updates (mode 2026) are ignored by terminals that do not know them.
const begin = '\x1b[?2026h';
const end = '\x1b[?2026l';

/**
 * Draws the state of a {@link Progress} until it is closed. The cursor stays at the end of the last line drawn; to draw
 * anew it goes up over what was drawn before and clears from there, so no line may be wider than the terminal: a
 * wrapped one would take two rows and leave remains. Everything that lasts must go through {@link say}.
 */
export class LiveProgress {
  readonly #screen: Screen;
  readonly #style: Style;
  readonly #progress: Progress;
  readonly #timer: NodeJS.Timeout;
  #drawnLines = 0;
  #frame = 0;
  // The cursor would jump about with every drawing.
  #isHidden = false;

  constructor(progress: Progress, screen: Screen, style: Style) {
    this.#progress = progress;
    this.#screen = screen;
    this.#style = style;
    this.#timer = setInterval(() => this.#draw(), drawEveryMs);
    this.#timer.unref();
  }

  /** Writes a lasting line above the region. */
  say(text: string): void {
    this.#screen.write(`${begin}${this.#erased()}${text}\n${end}`);
    this.#draw();
  }

  /** Takes the region away. */
  close(): void {
    clearInterval(this.#timer);
    if (this.#isHidden) this.#screen.write(`${begin}${this.#erased()}\x1b[?25h${end}`);
  }

  // Moves to the first line of the region and clears from there.
  #erased(): string {
    const up = this.#drawnLines > 1 ? `\x1b[${this.#drawnLines - 1}A` : '';
    const erased = this.#drawnLines > 0 ? `\r${up}\x1b[J` : '';
    this.#drawnLines = 0;
    return erased;
  }

  #draw(): void {
    const lines = this.#lines();
    if (lines.length === 0) return;
    const erased = this.#erased();
    this.#drawnLines = lines.length;
    this.#isHidden = true;
    this.#screen.write(`${begin}\x1b[?25l${erased}${lines.join('\n')}${end}`);
  }

  // A head line, then what runs, the longest-running first, as a map keeps the order of insertion; three rows stay free
  // for the prompt and what was said last. Nothing is drawn before the plan is known: most requests are answered by then.
  #lines(): string[] {
    const { total, settled, running } = this.#progress;
    if (total === 0) return [];
    const style = this.#style;
    const { columns, rows } = this.#screen;
    const room = Math.max(1, Math.min(maxRunning, rows - 3));
    const shown = [...running.values()].slice(0, running.size > room ? room - 1 : room);
    const left = running.size - shown.length;
    const head = `${style.typed(frames[this.#frame++ % frames.length]!)} ${this.#bar(this.#progress.fraction)} ${settled}/${total}`;
    const elapsed = style.faint(`  ${formatDuration(this.#progress.elapsedS)}`);
    const nameWidth = Math.min(48, Math.max(0, ...shown.map(({ name }) => textWidth(name))));
    const lines = shown.map((one) => this.#runningLine(one, nameWidth, columns - 1));
    return [head + elapsed, ...lines, ...(left > 0 ? [style.faint(`  … and ${left} more`)] : [])];
  }

  #bar(fraction: number): string {
    const full = Math.round(Math.min(1, fraction) * barCells);
    return this.#style.typed('━'.repeat(full)) + this.#style.faint('─'.repeat(barCells - full));
  }

  #runningLine({ name, sinceMs, fraction, text }: Running, nameWidth: number, width: number): string {
    const time = formatDuration((this.#progress.nowMs() - sinceMs) / 1000).padStart(7);
    const percent = fraction === undefined ? '' : `${Math.floor(fraction * 100)} %`.padStart(6);
    const head = `  ${name.padEnd(nameWidth)} ${time}${percent}`;
    const tail = text === undefined ? '' : `  ${oneLine(text)}`;
    const room = Math.max(0, width - textWidth(head));
    return cut(head, width) + this.#style.faint(cut(tail, room));
  }
}
