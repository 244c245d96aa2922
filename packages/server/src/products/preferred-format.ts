// Content negotiation: which of the formats that a value can have a request prefers (RFC 9110, section 12.5.1).
import type { ProductFormat } from './product-writer.ts';

/** The format that Accept prefers most; the first of those offered when it prefers none of them. */
export function preferredFormat(accept: string | null, offered: readonly ProductFormat[]): ProductFormat {
  const ranges = (accept ?? '*/*').split(',').map(readRange);
  let best = { format: offered[0]!, quality: 0 };
  for (const format of offered) {
    const quality = qualityOf(format.mediaType, ranges);
    if (quality > best.quality) best = { format, quality };
  }
  return best.format;
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = q === undefined ? 1 : Number(q.slice(2));
  return { type, quality: Number.isFinite(quality) ? Math.min(1, Math.max(0, quality)) : 0 };
}

// The most specific range decides.
function qualityOf(mediaType: string, ranges: readonly Range[]): number {
  const whole = `${mediaType.split('/')[0]}/*`;
  for (const wanted of [mediaType, whole, '*/*']) {
    const range = ranges.find(({ type }) => type === wanted);
    if (range) return range.quality;
  }
  return 0;
}
