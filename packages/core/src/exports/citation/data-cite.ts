// The exporter of DataCite metadata: JSON for the DataCite API and InvenioRDM, XML for older services.
import type { Exporter } from '../exported-file.ts';
import { citationOf } from './citation.ts';
import { dataCite } from './data-cite-metadata.ts';
import { dataCiteXml } from './data-cite-xml.ts';

/** DataCite metadata as JSON and XML. */
export const dataCiteExporter: Exporter = {
  name: 'datacite',
  mediaType: 'application/vnd.datacite.datacite+json',
  title: 'DataCite metadata 4.5 for a DOI, as JSON and XML',
  write(history, options) {
    const metadata = dataCite(citationOf(history, options));
    return [
      { path: 'datacite.json', text: `${JSON.stringify(metadata, undefined, 2)}\n` },
      { path: 'datacite.xml', text: dataCiteXml(metadata) },
    ];
  },
};
