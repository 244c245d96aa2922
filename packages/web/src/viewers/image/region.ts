// Regions of the sky in DS9's text form, read and written: what catalogues, pointings and other tools exchange.
import { StemmaError } from '@stemma/core';
import { icrsFromGalactic, parseDeclination, parseRightAscension } from '@stemma/data/coordinates';

/** A region in ICRS degrees; angles as they lie on the sky. */
export type Region =
  | { readonly shape: 'point'; readonly centre: SkyPlace; readonly text: string }
  | { readonly shape: 'circle'; readonly centre: SkyPlace; readonly radiusDeg: number; readonly text: string }
  | { readonly shape: 'polygon'; readonly corners: readonly SkyPlace[]; readonly text: string };

/** An ICRS direction in degrees. */
export interface SkyPlace {
  readonly raDeg: number;
  readonly decDeg: number;
}

const frames = new Set(['icrs', 'fk5', 'galactic']);

/**
 * Reads points, circles and polygons in icrs, fk5 or galactic.
 * @throws StemmaError `invalid_request` naming the line of anything else.
 */
export function parseRegions(text: string): readonly Region[] {
  const regions: Region[] = [];
  let frame = 'icrs';
  text.split(/[\r\n;]+/).forEach((line, i) => {
    const [body = '', comment = ''] = line.split('#', 2).map((part) => part.trim());
    if (body === '' || body.startsWith('global')) return;
    if (frames.has(body.toLowerCase())) frame = body.toLowerCase();
    else regions.push(parseRegion(body, comment, frame, i + 1));
  });
  return regions;
}

function parseRegion(body: string, comment: string, frame: string, line: number): Region {
  const match = /^(point|circle|polygon)\s*\(([^)]*)\)$/i.exec(body);
  const numbers = (match?.[2] ?? '').split(/[\s,]+/).filter((part) => part !== '');
  const text = textOf(comment);
  const shape = match?.[1]!.toLowerCase();
  const place = (at: number) => skyPlace(numbers[at]!, numbers[at + 1]!, frame);
  if (shape === 'point' && numbers.length === 2) return { shape, centre: place(0), text };
  if (shape === 'circle' && numbers.length === 3)
    return { shape, centre: place(0), radiusDeg: angleDeg(numbers[2]!), text };
  if (shape === 'polygon' && numbers.length >= 6 && numbers.length % 2 === 0)
    return { shape, corners: Array.from({ length: numbers.length / 2 }, (_, i) => place(2 * i)), text };
  throw new StemmaError(
    'invalid_request',
    `line ${line} of the regions is no point, circle or polygon in icrs, fk5 or galactic: ${body.slice(0, 60)}`,
    { line },
  );
}

function textOf(comment: string): string {
  return /text=\{([^}]*)\}/.exec(comment)?.[1] ?? '';
}

function skyPlace(first: string, second: string, frame: string): SkyPlace {
  if (frame === 'galactic') return icrsFromGalactic({ lonDeg: Number(first), latDeg: Number(second) });
  return { raDeg: parseRightAscension(first), decDeg: parseDeclination(second) };
}

// 30" and 5' are angles on the sky, a bare number is in degrees.
function angleDeg(text: string): number {
  const value = Number.parseFloat(text);
  if (text.endsWith('"')) return value / 3600;
  return text.endsWith("'") ? value / 60 : value;
}

/** The regions as a DS9 file. */
export function formatRegions(regions: readonly Region[]): string {
  const lines = regions.map((region) => {
    const numbers =
      region.shape === 'polygon'
        ? region.corners.flatMap(placeText)
        : [
            ...placeText(region.centre),
            ...(region.shape === 'circle' ? [`${(region.radiusDeg * 3600).toFixed(3)}"`] : []),
          ];
    // A brace would end the text, a line break the region.
    const text = region.text.replaceAll(/[{}\r\n;#]+/g, ' ');
    return `${region.shape}(${numbers.join(', ')})${text ? ` # text={${text}}` : ''}`;
  });
  return `# Region file format: DS9 version 4.1\nicrs\n${lines.map((line) => `${line}\n`).join('')}`;
}

function placeText({ raDeg, decDeg }: SkyPlace): string[] {
  return [raDeg.toFixed(7), decDeg.toFixed(7)];
}
