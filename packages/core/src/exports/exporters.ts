// The one table of exporters: a new format is one folder or file, and one line here.
import { StemmaError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import type { Exporter } from './exported-file.ts';
import { provJsonExporter, provOExporter } from './prov/prov-exporters.ts';

/** Every format in which a history can be written, in the order in which people are shown them. */
export const exporters: readonly Exporter[] = [provJsonExporter, provOExporter];

/** The exporter of a name. @throws StemmaError `invalid_request` with the nearest name. */
export function exporterNamed(name: string): Exporter {
  const found = exporters.find((exporter) => exporter.name === name);
  if (found) return found;
  const names = exporters.map((exporter) => exporter.name);
  const hint = didYouMean(name, names) || `; there are ${names.join(', ')}`;
  throw new StemmaError('invalid_request', `there is no export format "${name}"${hint}`, { format: name });
}
