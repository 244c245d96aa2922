// The page in a bundle for whoever opens it without knowing Stemma.
import { rootOf, type History } from '@stemma/core/exports';
import { bundlePaths, type BundleHead } from './bundle-head.ts';
import type { BundleScope } from './collect-history.ts';

/** What is in the bundle, what is needed, and what to type, in Markdown. */
export function bundleReadme(head: BundleHead, history: History, { data }: BundleScope): string {
  const { name, version, outputs } = rootOf(history);
  const packages = [...new Set((head.code ?? []).flatMap(({ links }) => links).flatMap(packageOf))].sort();
  const files = [...history.nodes.values()].filter(({ kind }) => kind === 'file').length;
  const products = outputs.flatMap((output) => output.files);
  return [
    `# A result of ${name.toWellFormed()} ${version.toWellFormed()}`,
    'A self-contained bundle of Stemma, laid out as a bag (BagIt 1.0, RFC 8493).',
    '',
    `- derivation: ${head.id}`,
    `- content: ${head.contentDigest}`,
    ...products.map((file) => `- product: ${JSON.stringify(file.name)}, blobs/${file.digest}`),
    '',
    '## To make it again',
    `Needed: Node ${head.node.needed.replace('>=', '')} or newer (it was made with ${head.node.made}), the program stemma${packages.length > 0 ? ',' : '.'}`,
    ...(packages.length > 0
      ? [`and these packages, of which environment.json has the integrity: ${packages.join(', ')}.`]
      : []),
    ...(files > 0 && !data
      ? [`The bytes of ${files} data files are not in here: ${bundlePaths.inputs} says where they are.`]
      : []),
    'Verifying runs the code of this bundle on your machine, as running any program does.',
    '',
    '    stemma unbundle X',
    `    stemma verify ${head.id}`,
    '',
    '## What is what',
    `- ${bundlePaths.records}: how everything is defined; each id is the sha256 of its line's content`,
    `- ${bundlePaths.results}: what came out, from what, when, by whom`,
    '- blobs/: values and products by sha256',
    '- code/: the source files behind it',
    `- ${bundlePaths.environment}: Node and packages`,
    `- ${bundlePaths.inputs}: data files, with digests, licences and addresses`,
    `- ${bundlePaths.provenance}: the same history as W3C PROV-JSON`,
    '',
  ].join('\n');
}

function packageOf({ name, version }: { readonly name: string; readonly version?: string }): string[] {
  return version === undefined ? [] : [`${name}@${version}`];
}
