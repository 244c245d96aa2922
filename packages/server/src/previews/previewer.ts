// The port of previews: pictures of images, curves of tables. Implemented where the formats of the field are known; the
// server itself knows only addresses and caches.
import type { Json } from '@stemma/core';

/** What a preview is made of: a value, or the bytes of a stored file. */
export type PreviewSource =
  | { readonly name: string; readonly value: unknown; readonly schema?: Readonly<Record<string, Json>> }
  | { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array };

/** What can be previewed in a source. */
export interface PreviewFacts {
  readonly kind: 'image' | 'curve';
  readonly name: string;
  /** Of a FITS file. */
  readonly hdu?: number;
  readonly width?: number;
  readonly height?: number;
  readonly planes?: number;
  readonly unit?: string;
  readonly rows?: number;
  readonly columns?: { name: string; unit?: string }[];
}

/** Which part of an image, how large, and how it is shown. */
export interface ImageRequest {
  readonly hdu?: number | undefined;
  readonly x: number;
  readonly y: number;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly plane: number;
  /** Longest side of the answer, pixels. */
  readonly size: number;
  readonly format: 'png' | 'float32';
  readonly stretch: 'linear' | 'log' | 'sqrt' | 'asinh';
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly colours: 'grey' | 'inferno' | 'viridis';
}

/** A picture, or pixels. */
export interface ImagePreview {
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Pixels of the answer. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the image that one of the answer stands for, each way. */
  readonly step: number;
  /** Values shown as black and white. */
  readonly low: number;
  readonly high: number;
}

/** Which columns, which part of them, how many bins. */
export interface CurveRequest {
  readonly hdu?: number | undefined;
  readonly x?: string | undefined;
  readonly y: string;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly bins: number;
}

/** A curve in few points; see the schema `Curve` of the interface. */
export interface CurvePreview {
  x: { name: string; unit?: string };
  y: { name: string; unit?: string };
  rows: number;
  exact: boolean;
  xs: (number | null)[];
  ys: (number | null)[];
}

/** Makes previews. */
export interface Previewer {
  /** What of a source can be previewed; nothing for what it does not know. Reads headers only. */
  previewsOf(source: PreviewSource): Promise<PreviewFacts[]>;
  /** @throws StemmaError `invalid_request` for a place outside of the image; `not_found` when there is no image. */
  image(source: PreviewSource, request: ImageRequest): Promise<ImagePreview>;
  /** @throws StemmaError `not_found` when there is no table, or no such column. */
  curve(source: PreviewSource, request: CurveRequest): Promise<CurvePreview>;
}
