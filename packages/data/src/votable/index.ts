/** VOTable documents of the Virtual Observatory: read and written with typed columns. */

export type {
  ExtraValues,
  VoColumnSpec,
  VoDocumentSpec,
  VoGroupSpec,
  VoParamSpec,
  VoResourceSpec,
  VoTableSpec,
} from './document-spec.ts';
export { columnOf, tablesOf } from './find-column.ts';
export type {
  Datatype,
  VoColumn,
  VoDescription,
  VoDocument,
  VoField,
  VoGroup,
  VoInfo,
  VoLink,
  VoNumbers,
  VoParam,
  VoResource,
  VoSystem,
  VoTable,
  VoValues,
} from './model.ts';
export { readVoTable } from './read-votable.ts';
export { VoTableError, type VoTableErrorCode } from './votable-error.ts';
export { type VoTableWriteOptions, writeVoTable } from './write-votable.ts';
