/** What a VOTable document consists of, as plain data: read and written alike (VOTable 1.4, IVOA 2019). */

/** Primitive data types of the standard. */
export type Datatype =
  | 'boolean'
  | 'bit'
  | 'unsignedByte'
  | 'short'
  | 'int'
  | 'long'
  | 'char'
  | 'unicodeChar'
  | 'float'
  | 'double'
  | 'floatComplex'
  | 'doubleComplex';

/** Elements of numbers, one after the other; complex numbers as pairs. */
export type VoNumbers = Uint8Array | Int16Array | Int32Array | BigInt64Array | Float32Array | Float64Array;

/**
 * The values of a column. Scalars and arrays of fixed size: one flat array over all rows (boolean: 0, 1, or 2 for
 * unknown; bit: 0 or 1). Arrays of variable size: one array per row. Texts: one string per row, or an array of strings
 * per row for arrays of strings.
 */
export type VoValues = VoNumbers | readonly VoNumbers[] | readonly string[] | readonly (readonly string[])[];

/** What FIELD and PARAM have in common (VOTable 1.4, section 4.1); attributes are kept as texts. */
export interface VoDescription {
  readonly name: string;
  readonly id?: string;
  /** In the syntax of VOUnits: `erg/s/cm**2`. Not interpreted here. */
  readonly unit?: string;
  /** Unified Content Descriptor: `pos.eq.ra;meta.main`. */
  readonly ucd?: string;
  /** Role in a data model. */
  readonly utype?: string;
  /** Meaning beyond the datatype, as DALI has it: `timestamp`, `circle`. */
  readonly xtype?: string;
  /** ID of something that explains this: the COOSYS or TIMESYS of a coordinate. */
  readonly ref?: string;
  /** Characters that a display needs. */
  readonly width?: string;
  /** Digits that mean something: `3` or `F3` after the point, `E5` in all. */
  readonly precision?: string;
  readonly description?: string;
  readonly links?: readonly VoLink[];
  /** VALUES: the number that stands for null, the range, the options, as texts. */
  readonly nullValue?: string;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly options?: readonly string[];
}

/** A column's metadata. */
export interface VoField extends VoDescription {
  readonly datatype: Datatype;
  /** `3`, `*`, `12*`, `2x3`, `8x*`; absent for scalars. */
  readonly arraysize?: string;
}

/** A constant; its value is the text of a TABLEDATA cell. */
export interface VoParam extends VoField {
  readonly value: string;
}

/** A link to elsewhere. */
export interface VoLink {
  readonly href?: string;
  readonly title?: string;
  readonly contentRole?: string;
  readonly contentType?: string;
}

/** A piece of information such as the status of a query. */
export interface VoInfo {
  readonly name: string;
  readonly value: string;
  readonly id?: string;
  readonly unit?: string;
  readonly ucd?: string;
  /** The text inside of the element. */
  readonly text?: string;
}

/** A group of parameters and references, such as the inputs of a service descriptor. */
export interface VoGroup {
  readonly name?: string;
  readonly id?: string;
  readonly ref?: string;
  readonly ucd?: string;
  readonly utype?: string;
  readonly description?: string;
  readonly params: readonly VoParam[];
  /** IDs of columns and parameters that belong to the group. */
  readonly fieldRefs: readonly string[];
  readonly paramRefs: readonly string[];
  readonly groups: readonly VoGroup[];
}

/** COOSYS or TIMESYS: the attributes as they stand there, such as ID, system, timescale. */
export interface VoSystem {
  readonly kind: 'COOSYS' | 'TIMESYS';
  readonly attributes: Readonly<Record<string, string>>;
}

/** A column with its values. */
export interface VoColumn extends VoField {
  readonly values: VoValues;
  /** One byte per row, 1 where the cell is null; absent when none is. */
  readonly nulls?: Uint8Array;
}

/** A table: columns of `rowCount` rows each; rows are not objects. */
export interface VoTable {
  readonly name?: string;
  readonly id?: string;
  readonly ref?: string;
  readonly ucd?: string;
  readonly utype?: string;
  readonly description?: string;
  readonly params: readonly VoParam[];
  readonly groups: readonly VoGroup[];
  readonly links: readonly VoLink[];
  readonly infos: readonly VoInfo[];
  readonly rowCount: number;
  readonly columns: readonly VoColumn[];
}

/** A resource: tables that belong together, and resources within. */
export interface VoResource {
  readonly name?: string;
  readonly id?: string;
  readonly utype?: string;
  /** `results` or `meta`. */
  readonly type?: string;
  readonly description?: string;
  readonly infos: readonly VoInfo[];
  readonly systems: readonly VoSystem[];
  readonly params: readonly VoParam[];
  readonly groups: readonly VoGroup[];
  readonly links: readonly VoLink[];
  readonly tables: readonly VoTable[];
  readonly resources: readonly VoResource[];
}

/** A whole document; `version` is the one that the document declares, 1.0 when it declares none. */
export interface VoDocument {
  readonly version: string;
  readonly id?: string;
  readonly description?: string;
  readonly infos: readonly VoInfo[];
  readonly systems: readonly VoSystem[];
  readonly params: readonly VoParam[];
  readonly groups: readonly VoGroup[];
  readonly resources: readonly VoResource[];
}
