// Colours and weights by meaning, so that every command speaks one calm language and colours can be switched off in one place.
import { styleText } from 'node:util';

/** Marks texts by what they are; without colours every function gives its text back unchanged. */
export interface Style {
  readonly enabled: boolean;
  /** What the eye should find first: names, titles. */
  strong(text: string): string;
  /** What only some readers want: ids, units, paths. */
  faint(text: string): string;
  /** Commands and ids that can be typed. */
  typed(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  notice(text: string): string;
}

type Format = Parameters<typeof styleText>[0];

/** A style with or without colours. */
export function styleOf(enabled: boolean): Style {
  const as = (format: Format) => (text: string) =>
    enabled && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    enabled,
    strong: as('bold'),
    faint: as('dim'),
    typed: as('cyan'),
    good: as('green'),
    bad: as('red'),
    notice: as('yellow'),
  };
}

/** What decides about colours besides the stream itself. */
export interface ColourWishes {
  /** False after `--no-color`. */
  readonly color: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** True when colours belong on a stream: on terminals, unless NO_COLOR, `--no-color` or a dumb terminal say otherwise. */
export function wantsColour(stream: { readonly isTTY?: boolean }, { color, env }: ColourWishes): boolean {
  if (!color || (env.NO_COLOR ?? '') !== '') return false;
  if ((env.FORCE_COLOR ?? '') !== '') return env.FORCE_COLOR !== '0';
  return stream.isTTY === true && env.TERM !== 'dumb';
}
