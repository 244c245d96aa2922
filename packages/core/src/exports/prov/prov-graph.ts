// A W3C PROV document as data: records with attributes, from which every PROV format is written, so that all of them
// describe the same graph. See PROV-DM, https://www.w3.org/TR/prov-dm/.

/** The value of an attribute. */
export type ProvValue =
  | string
  /** Another record, by its qualified name. */
  | { readonly id: string }
  /** A qualified name that is no record: a type. */
  | { readonly name: string }
  /** A typed literal. */
  | { readonly text: string; readonly type: 'xsd:dateTime' | 'xsd:double' | 'xsd:long' | 'xsd:anyURI' };

/** One attribute: a qualified name and a value. A name may stand several times. */
export type ProvAttribute = readonly [name: string, value: ProvValue];

/** One record: an element, or a relation whose ends are attributes. */
export interface ProvRecord {
  /** `entity`, `used` …: the name of the record in PROV-N, and of its section in PROV-JSON. */
  readonly section: string;
  /** A qualified name; in relations `_:…`, which no other document may name. */
  readonly id: string;
  readonly attributes: readonly ProvAttribute[];
}

/** A PROV document. */
export interface ProvGraph {
  /** Prefix to namespace. */
  readonly namespaces: Readonly<Record<string, string>>;
  readonly records: readonly ProvRecord[];
}

/** Our own vocabulary. */
export const stemmaTerms = 'urn:stemma:terms:';

/** The default of `ExportOptions.base`. */
export const defaultBase = 'urn:stemma:id:';

/** A whole number, typed. */
export function whole(value: number): ProvValue {
  return { text: String(Math.round(value)), type: 'xsd:long' };
}

/** A number, typed. */
export function double(value: number): ProvValue {
  return { text: String(value), type: 'xsd:double' };
}

/** Collects records; relations get ids in the order in which they come. */
export class ProvRecords {
  readonly records: ProvRecord[] = [];
  #relations = 0;

  /** Adds an element; attributes that are undefined are left out. */
  element(section: string, id: string, attributes: Iterable<ProvAttribute | undefined>): void {
    this.records.push({ section, id, attributes: [...attributes].filter((one) => one !== undefined) });
  }

  /** Adds a relation. */
  relation(section: string, ...attributes: (ProvAttribute | undefined)[]): void {
    this.element(section, `_:r${++this.#relations}`, attributes);
  }
}
