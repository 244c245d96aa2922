// The one table of exporters: a new format is one folder or file, and one line here.
import { bibTexExporter } from './citation/bib-tex.ts';
import { citationCffExporter } from './citation/citation-cff.ts';
import { dataCiteExporter } from './citation/data-cite.ts';
import { cwlExporter } from './cwl/cwl.ts';
import type { Exporter } from './exported-file.ts';
import { ivoaExporter } from './ivoa/ivoa-exporter.ts';
import { openLineageExporter } from './open-lineage/open-lineage-exporter.ts';
import { provJsonExporter, provOExporter } from './prov/prov-exporters.ts';
import { reanaExporter } from './reana/reana.ts';
import { renkuExporter } from './renku/renku.ts';
import { roCrateExporter } from './ro-crate/ro-crate.ts';
import { snakemakeExporter } from './snakemake/snakemake.ts';

/** Every format in which a history can be written, in the order in which people are shown them. */
export const exporters: readonly Exporter[] = [
  provJsonExporter,
  provOExporter,
  ivoaExporter,
  openLineageExporter,
  dataCiteExporter,
  citationCffExporter,
  bibTexExporter,
  cwlExporter,
  snakemakeExporter,
  reanaExporter,
  roCrateExporter,
  renkuExporter,
];
