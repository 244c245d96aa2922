// The files of a new pipeline module: small, and yet with everything that an author needs to see once.

/** The files of a new module by their paths inside its folder. */
export function moduleTemplate(name: string): Record<string, string> {
  return {
    'index.ts': index(name),
    'analyses/hello.ts': hello(name),
    'package.json': `${JSON.stringify({ name: name.toLowerCase(), version: '1.0.0', private: true, type: 'module' }, undefined, 2)}\n`,
    'README.md': readme(name),
  };
}

function index(name: string): string {
  return `// The pipeline module "${name}": the list of its analyses. A new analysis is one file and one line here.
import { pipelineModule } from 'stemma';
import { Hello } from './analyses/hello.ts';

export const ${name} = pipelineModule({
  name: '${name}',
  version: '1.0.0',
  description: 'My own analyses.',
  source: import.meta.url,
  analyses: [Hello],
});
`;
}

function hello(name: string): string {
  return `// A pulse in a light curve: an analysis with parameters that have units, a table, a number and a file.
import { analysis, column, file, number, table } from 'stemma';

export const Hello = analysis({
  name: '${name}.Hello',
  version: '1',
  description: 'A pulse in a light curve.',
  parameters: {
    widthS: number({ unit: 's', default: 2, min: 0.1, max: 100, description: 'width of the pulse (one sigma)' }),
    peakCps: number({ unit: 'count/s', default: 500, min: 0, description: 'rate at its peak' }),
  },
  outputs: {
    lightCurve: table({ timeS: column('float64', 's'), rateCps: column('float64', 'count/s') }),
    counts: number({ unit: 'count', description: 'all counts of the pulse' }),
    report: file({ mediaType: 'text/plain' }),
  },
  // Everything that \`run\` uses comes in by its arguments: that is why its result can be stored and found again.
  run: ({ widthS, peakCps }, activity) => {
    const binS = widthS / 10;
    const timeS = Float64Array.from({ length: 101 }, (_, i) => (i - 50) * binS);
    const rateCps = timeS.map((t) => peakCps * Math.exp(-0.5 * (t / widthS) ** 2));
    const counts = rateCps.reduce((sum, rate) => sum + rate * binS, 0);
    activity.log(\`a pulse of \${Math.round(counts)} counts\`);
    const report = activity.file('report.txt', \`Hello from ${name}: \${Math.round(counts)} counts in \${widthS} s\\n\`);
    return { lightCurve: { timeS, rateCps }, counts, report };
  },
});
`;
}

function readme(name: string): string {
  return `# ${name}

A pipeline module for Stemma.

\`\`\`sh
stemma run ${name}.Hello                      # run it; a second time, the store answers
stemma run ${name}.Hello 'widthS=500 ms'      # with a parameter, in any unit of its kind
stemma run ${name}.Hello --out products       # copy the products into a folder
stemma show ${name}.Hello                     # how it is described
stemma why ${name}.Hello                      # after an edit: why it would run again
\`\`\`

To add an analysis: one file in \`analyses/\`, one line in \`index.ts\`. To use another analysis as an input, import it and
name it under \`inputs\`; \`run\` then gets its outputs.
`;
}
