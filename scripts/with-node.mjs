// Runs a TypeScript file of this checkout with the Node and the packages it needs, on any machine
// that has Node 18 or newer and npm. Plain JavaScript, since it starts under the machine's own Node.
//
//   node scripts/with-node.mjs FILE.ts [ARG ...]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const required = [24, 15];
const pinned = '24.21.0';
const windows = process.platform === 'win32';

/** The Node to use: this one when it is new enough, else one from the npm registry under .node/. */
function findNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > required[0] || (major === required[0] && minor >= required[1])) return process.execPath;
  const platform = windows ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const binary = join(root, '.node', 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
  if (existsSync(binary)) return binary;
  say(`Node ${process.version} is older than ${required.join('.')}; installing Node ${pinned} into .node (once)`);
  mkdirSync(join(root, '.node'), { recursive: true });
  npm(['install', '--no-save', '--ignore-scripts', '--prefix', join(root, '.node'), `${name}@${pinned}`]);
  if (!existsSync(binary)) fail(`npm has no Node for ${name}: please install Node ${required.join('.')} or newer by hand`);
  return binary;
}

/** Installs the locked packages when there are none, or when the lock file has changed. */
function installPackages(node) {
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  const stamp = join(root, 'node_modules', '.stemma-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('installing the locked packages (once)');
  rmSync(stamp, { force: true });
  npm(['ci', '--ignore-scripts'], node);
  writeFileSync(stamp, lock);
}

function npm(args, node = process.execPath) {
  const path = `${dirname(node)}${windows ? ';' : ':'}${process.env.PATH}`;
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', shell: windows, env: { ...process.env, PATH: path } };
  const run = spawnSync('npm', [...args, '--no-fund', '--no-audit', '--loglevel=error'], options);
  if (run.status !== 0) fail(`npm ${args[0]} failed:\n${run.stderr ?? run.error}`);
}

function say(text) {
  process.stderr.write(`stemma: ${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}

const node = findNode();
installPackages(node);
const [file, ...args] = process.argv.slice(2);
const run = spawnSync(node, ['--conditions=source', join(root, file), ...args], {
  stdio: 'inherit',
  env: { ...process.env, STEMMA_NODE: node },
});
if (run.signal) process.kill(process.pid, run.signal);
process.exit(run.status ?? 1);
