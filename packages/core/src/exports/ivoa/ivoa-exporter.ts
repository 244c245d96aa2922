// The exporter of IVOA provenance: the names of the model, and the same in plain W3C PROV for tools that know only that.
import type { Exporter } from '../exported-file.ts';
import { provJson } from '../prov/prov-json.ts';
import { historyAsIvoa } from './history-as-ivoa.ts';
import { ivoaAsW3c } from './ivoa-as-w3c.ts';

/** IVOA ProvenanceDM as JSON. */
export const ivoaExporter: Exporter = {
  name: 'ivoa',
  mediaType: 'application/json',
  title: 'IVOA ProvenanceDM as JSON, and its mapping to W3C PROV',
  write(history, options) {
    const graph = historyAsIvoa(history, options);
    return [
      { path: 'provenance.voprov.json', text: provJson(graph) },
      { path: 'provenance.voprov-w3c.json', text: provJson(ivoaAsW3c(graph)) },
    ];
  },
};
