/** What a document is written from: the model, with everything optional that has an obvious default. */

import type { Datatype, VoDescription, VoGroup, VoInfo, VoLink, VoSystem, VoValues } from './model.ts';

/** Arrays that are widened to the next type of the standard, and truth values. */
export type ExtraValues = Int8Array | Uint16Array | Uint32Array | readonly (boolean | null)[];

/** A column to write. */
export interface VoColumnSpec extends VoDescription {
  readonly values: VoValues | ExtraValues;
  /**
   * By default from the values: `double` for a Float64Array and so on, `char` for strings, or `unicodeChar` when there
   * is anything but ASCII among them. Needed for bits, complex numbers and truth values in a Uint8Array.
   */
  readonly datatype?: Datatype;
  /** By default absent for typed arrays, `*` for strings and for arrays of typed arrays. */
  readonly arraysize?: string;
  /** True or non-zero where a cell is null, one per row. */
  readonly nulls?: ArrayLike<number | boolean>;
}

/** A parameter to write; its datatype follows from the value unless given. */
export interface VoParamSpec extends VoDescription {
  readonly datatype?: Datatype;
  readonly arraysize?: string;
  readonly value: string | number | bigint | boolean;
}

/** A group to write. */
export interface VoGroupSpec extends Partial<Omit<VoGroup, 'params' | 'groups'>> {
  readonly params?: readonly VoParamSpec[];
  readonly groups?: readonly VoGroupSpec[];
}

/** A table to write. */
export interface VoTableSpec {
  readonly name?: string;
  readonly id?: string;
  readonly ref?: string;
  readonly ucd?: string;
  readonly utype?: string;
  readonly description?: string;
  readonly params?: readonly VoParamSpec[];
  readonly groups?: readonly VoGroupSpec[];
  readonly links?: readonly VoLink[];
  readonly infos?: readonly VoInfo[];
  readonly columns: readonly VoColumnSpec[];
}

/** A resource to write. */
export interface VoResourceSpec {
  readonly name?: string;
  readonly id?: string;
  readonly utype?: string;
  readonly type?: string;
  readonly description?: string;
  readonly infos?: readonly VoInfo[];
  readonly systems?: readonly VoSystem[];
  readonly params?: readonly VoParamSpec[];
  readonly groups?: readonly VoGroupSpec[];
  readonly links?: readonly VoLink[];
  readonly tables?: readonly VoTableSpec[];
  readonly resources?: readonly VoResourceSpec[];
}

/** A document to write; every `VoDocument` is one. */
export interface VoDocumentSpec {
  readonly id?: string;
  readonly description?: string;
  readonly infos?: readonly VoInfo[];
  readonly systems?: readonly VoSystem[];
  readonly params?: readonly VoParamSpec[];
  readonly groups?: readonly VoGroupSpec[];
  readonly resources: readonly VoResourceSpec[];
}
