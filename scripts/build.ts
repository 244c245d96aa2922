// `npm run build`: compiles every package, packs it into dist/, and tries the tarballs as a user would before it
// says that they are good.
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packagesOf } from './checks/workspace.ts';
import { stagePackage } from './packing/stage-package.ts';
import { tryPackages } from './packing/try-packages.ts';
import { runProgram, runTool, type ToolRun } from './run-tool.ts';

const root = dirname(import.meta.dirname);
// The browser application is bundled, not published as a package.
const packages = packagesOf(root).filter(({ file }) => !file.private);
const scratch = mkdtempSync(join(tmpdir(), 'stemma-build-'));
await compile();
const tarballs: string[] = [];
for (const { folder, file } of packages) tarballs.push(await pack(folder, file.name));
const consumer = join(scratch, 'consumer');
mkdirSync(consumer);
for (const path of tarballs) copyFileSync(path, join(consumer, basename(path)));
for await (const { title, run } of tryPackages(root, tarballs, consumer)) say(title, run);
console.log(`packed: ${tarballs.map((path) => path.slice(root.length + 1)).join(', ')}`);
rmSync(scratch, { recursive: true, force: true });

// From nothing, so that no module that was deleted stays in a package.
async function compile(): Promise<void> {
  for (const folder of ['dist', ...globSync('packages/*/dist', { cwd: root })])
    rmSync(join(root, folder), { recursive: true, force: true });
  const projects = packages.map(({ folder }) => join('packages', folder));
  say(`${packages.length} packages compile`, await runTool(root, 'typescript', 'tsc', ['-b', ...projects]));
}

async function pack(folder: string, name: string): Promise<string> {
  const staged = join(scratch, folder);
  stagePackage(root, folder, staged);
  const target = join(root, 'dist');
  mkdirSync(target, { recursive: true });
  const packed = await runProgram('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', target], {
    cwd: staged,
  });
  if (!packed.isGood) say(`${name} packs`, packed);
  const tarball = join(target, /\S+\.tgz/.exec(packed.output)![0]);
  const bytes = readFileSync(tarball);
  const { messages, pkg } = await publint({
    strict: true,
    pack: { tarball: new Uint8Array(bytes).buffer },
  });
  const complaints = messages.map((message) => formatMessage(message, pkg, { color: false })).join('\n');
  say(`${name} packs, ${(bytes.length / 1024).toFixed(0)} KiB, as publint likes it`, {
    isGood: messages.length === 0,
    output: complaints,
  });
  return tarball;
}

function say(title: string, { isGood, output }: ToolRun): void {
  console.log(`${isGood ? '✓' : '✗'} ${title}`);
  if (isGood) return;
  console.log(output);
  rmSync(scratch, { recursive: true, force: true });
  process.exit(1);
}
