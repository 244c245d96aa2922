// What an exporter gives and takes: files as text or as references to stored blobs, and the few facts that no store knows.
import type { Digest } from '../identity/digest.ts';
import type { History } from './history.ts';

/** One file of an export. The path is relative and stays in its folder. */
export type ExportedFile =
  | { readonly path: string; readonly text: string }
  /** The bytes of a stored blob, as they are. */
  | { readonly path: string; readonly blob: Digest };

/** A person or an organisation that is named as an author. */
export interface Creator {
  /** `Family, Given` for a person. */
  readonly name: string;
  /** ORCID of sixteen digits with hyphens, without an address. */
  readonly orcid?: string;
  readonly affiliation?: string;
}

/** What a publication needs and no store knows; every field has a plain default. */
export interface ExportOptions {
  /** Default: the name of the analysis. */
  readonly title?: string;
  /** Default: the agents of the activities. */
  readonly creators?: readonly Creator[];
  /** Without the address in front: `10.5281/zenodo.1`. */
  readonly doi?: string;
  /** SPDX identifier, for example `CC-BY-4.0`. */
  readonly licence?: string;
  readonly publisher?: string;
  /** When the export is made, milliseconds UTC; the default is when the result was published, so that exports repeat. */
  readonly exportedMs?: number;
  /** Where results can be looked up by id; identifiers begin with it. Default: `urn:stemma:`. */
  readonly base?: string;
}

/** One way to write down a history. */
export interface Exporter {
  /** What it is called on the command line: `prov-json`. */
  readonly name: string;
  /** The media type of its main file, which comes first. */
  readonly mediaType: string;
  /** One line for people. */
  readonly title: string;
  /**
   * Pure: equal histories and options give equal files.
   * @throws StemmaError `invalid_request` when the format cannot say what is there, with the reason.
   */
  readonly write: (history: History, options: ExportOptions) => readonly ExportedFile[];
}
