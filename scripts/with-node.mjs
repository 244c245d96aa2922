// Runs a TypeScript file of this checkout with the Node and the packages it needs, on any machine
// that has Node 18 or newer and npm. Plain JavaScript, since it starts under the machine's own Node.
//
//   node scripts/with-node.mjs FILE.ts [ARG ...]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
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
  if (!existsSync(binary))
    fail(`npm has no Node for ${name}: please install Node ${required.join('.')} or newer by hand`);
  return binary;
}

/** Installs the locked packages unless they are there already, also when somebody installed them by hand. */
function installPackages(node) {
  if (isInstalled()) return;
  say('installing the locked packages (once)');
  npm(['ci', '--ignore-scripts'], node);
}

// npm itself notes under node_modules what it installed. Optional packages may be missing: they are for other platforms.
function isInstalled() {
  const noted = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  const installed = packagesIn(noted);
  return Object.entries(packagesIn(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) =>
      !path.startsWith('node_modules/') || (installed[path] ? installed[path].version === version : optional),
  );
}

function packagesIn(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

function npm(args, node = process.execPath) {
  const run = spawnSync('npm', [...args, '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    shell: windows,
    env: environmentFor(node),
  });
  if (run.error) fail(`npm cannot be started (${run.error.code}): please install npm, it comes with Node`);
  if (run.status !== 0) fail(`npm ${args[0]} failed:\n${run.stderr}`);
}

/** The environment in which `node`, npm and the tools of the packages are those of this checkout. */
function environmentFor(node) {
  return { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}`, STEMMA_NODE: node };
}

function say(text) {
  process.stderr.write(`stemma: ${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}

/** Runs the file; signals are the child's to answer, so that it can end its work in order. */
function handOver(node, [file, ...args]) {
  const child = spawn(node, ['--conditions=source', join(root, file), ...args], {
    stdio: 'inherit',
    env: environmentFor(node),
  });
  process.on('SIGINT', () => {}); // a terminal sends it to the child as well
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => fail(`${node} cannot be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const [file] = process.argv.slice(2);
if (!file || !existsSync(join(root, file))) fail(file ? `there is no file ${file}` : 'name the TypeScript file to run');
const node = findNode();
installPackages(node);
handOver(node, process.argv.slice(2));
