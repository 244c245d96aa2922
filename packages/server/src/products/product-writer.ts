// The port of formats that the server does not know itself: FITS and VOTable are written by the package of formats,
// which the server does not import.
import type { Json } from '@stemma/core';

/** A value of an output with what its declaration says. */
export interface Product {
  readonly name: string;
  readonly value: unknown;
  /** The schema of the declaration; absent when no loaded module has the analysis. */
  readonly schema?: Readonly<Record<string, Json>>;
  /** The result that it belongs to, for the header of the file. */
  readonly of: { readonly id: string; readonly name: string; readonly version: string };
}

/** A format that values can be written in. */
export interface ProductFormat {
  readonly name: string;
  readonly mediaType: string;
  readonly extension: string;
}

/** Writes values in formats of the field. Pure: equal products give equal bytes. */
export interface ProductWriter {
  /** In which formats a value can be written. */
  formatsOf(product: Product): readonly ProductFormat[];
  /** @throws StemmaError `invalid_request` when the value does not fit the format. */
  write(product: Product, format: string): Uint8Array;
}
