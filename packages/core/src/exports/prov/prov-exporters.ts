// The exporters of W3C PROV: one graph, two formats.
import type { Exporter } from '../exported-file.ts';
import { historyAsProv } from './history-as-prov.ts';
import { provJson } from './prov-json.ts';
import { provTurtle } from './prov-turtle.ts';

/** W3C PROV-JSON. */
export const provJsonExporter: Exporter = {
  name: 'prov-json',
  mediaType: 'application/json',
  title: 'W3C PROV as PROV-JSON',
  write: (history, options) => [{ path: 'provenance.prov.json', text: provJson(historyAsProv(history, options)) }],
};

/** W3C PROV-O in Turtle. */
export const provOExporter: Exporter = {
  name: 'prov-o',
  mediaType: 'text/turtle',
  title: 'W3C PROV-O in Turtle (RDF)',
  write: (history, options) => [{ path: 'provenance.ttl', text: provTurtle(historyAsProv(history, options)) }],
};
