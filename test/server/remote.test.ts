// `stemma --server` against a real server, both as processes: what it prints is what the local command prints.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { lab, linesOf, startStemma, stemma, temporaryFolder, type Ended } from '../cli/stemma-process.ts';

const folder = temporaryFolder();
const here = temporaryFolder();
let url = '';
let server: ReturnType<typeof startStemma> | undefined;

function remote(...words: readonly string[]): Promise<Ended> {
  const env = { XDG_CACHE_HOME: join(here, 'cache') };
  return startStemma(here, [...words, '--server', url], env).ended;
}

// What differs for good reasons: times, where the module lies, and the server in commands to be typed.
function alike(text: string): string {
  return text
    .replaceAll(` --server ${url}`, '')
    .replace(/\n {2}module .*/, '')
    .replaceAll(/ +/g, ' ')
    .replaceAll(/\d+ s ago|just now|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC|took [^,]+, [^,]+ CPU/g, 'T');
}

describe('the command line over a server', () => {
  before(async () => {
    server = startStemma(folder, ['serve', '--port', '0', '--json', '--log-level', 'silent', '--module', lab]);
    url = await new Promise((resolve) => {
      server!.child.stdout!.once('data', (line: string) => resolve((JSON.parse(line) as { url: string }).url));
    });
  });
  after(async () => {
    server?.child.kill('SIGTERM');
    assert.equal((await server?.ended)?.code, 0);
  });

  it('runs a goal, tells what happens, and prints the result as the local command does', async () => {
    const words = ['run', 'BinnedEvents', 'binSizeKeV=0.008 MeV', '--assume', 'RawEvents.count=500'];
    const [there, local] = [await remote(...words), await stemma(here, ...words)];
    assert.equal(there.code, 0, there.stderr);
    assert.equal(there.stdout, local.stdout);
    assert.match(there.stderr, /done {5}tutorial.BinnedEvents .*\n✓ done in/s);
    assert.match((await remote(...words)).stderr, /✓ known: from the store/);
  });

  it('shows, lists and finds what the local command shows, lists and finds', async () => {
    const id = String(
      linesOf(await remote('run', 'BinnedEvents', '--assume', 'RawEvents.count=500', '--json')).at(-1)!.id,
    );
    await stemma(here, 'run', 'BinnedEvents', '--assume', 'RawEvents.count=500');
    for (const words of [
      ['show', id.slice(0, 10)],
      ['show', 'BinnedEvents'],
      ['find', 'BinnedEvents', 'binSize<5 keV'],
      ['tree', id],
      ['view', id],
      ['plan', 'BinnedEvents', '--assume', 'RawEvents.count=500'],
    ]) {
      // prettier-ignore
      const [there, local] = [await remote(...words), await stemma(here, ...words)];
      assert.equal(there.code, 0, there.stderr);
      assert.equal(alike(there.stdout), alike(local.stdout));
    }
    assert.match((await remote('ls', '--ids')).stdout, new RegExp(`^${id}$`, 'm'));
  });

  it('tells logs, differences and exports', async () => {
    const ids = (await remote('find', 'BinnedEvents', '--ids', '-n', '2')).stdout.trim().split('\n');
    const diff = await remote('diff', ...ids);
    assert.match(diff.stdout, /parameter binSizeKeV of tutorial.BinnedEvents is .* keV, was .* keV[^]*spectrum  other/);
    const raw = (await remote('find', 'RawEvents', '--ids', '-n', '1')).stdout.trim();
    assert.match((await remote('log', raw)).stdout, /info +500 events simulated/);
    assert.match((await remote('export', ids[0]!, '-f', 'bibtex')).stdout, /^@misc\{stemma-/);
    assert.equal((await remote('export', ids[0]!, '-f', 'bibtex', '--doi', '10.1/x')).code, 2);
  });

  it('fetches files into a folder, as they are, and leaves nothing else behind', async () => {
    const [out, local] = [join(here, 'products'), join(here, 'local')];
    const { code, stderr } = await remote('run', 'lab.TwoFiles', '--out', out);
    assert.equal(code, 0, stderr);
    await stemma(here, 'run', 'lab.TwoFiles', '--module', lab, '--out', local);
    const files = readdirSync(local, { recursive: true, encoding: 'utf8' }).toSorted();
    assert.deepEqual(readdirSync(out, { recursive: true, encoding: 'utf8' }).toSorted(), files);
    for (const name of files.filter((one) => one.endsWith('.txt')))
      assert.deepEqual(readFileSync(join(out, name)), readFileSync(join(local, name)));
    assert.deepEqual(readdirSync(join(here, 'cache/stemma/partial')), []);
  });

  it('ends with the exit code of the problem, and one sentence', async () => {
    const cases: [string[], number, RegExp][] = [
      [['run', 'BinnedEvents', 'binSizeKeV=-3'], 2, /binSizeKeV must be a number in keV/],
      [['run', 'NoSuch'], 4, /unknown analysis "NoSuch"/],
      [['show', 'abcd'], 4, /no result begins with abcd/],
      [['run', 'BinnedEvents', 'binSizeKeV=77', '--only-known'], 4, /is not known to http/],
      [['run', 'BinnedEvents', '--jobs', '3'], 2, /--jobs is for this machine/],
      [['run', 'BinnedEvents', '--force'], 2, /leave out --server/],
      [['gc'], 2, /works on a store of this machine: leave out --server/],
      [['cancel', 'nope'], 4, /no job nope/],
    ];
    for (const [words, code, message] of cases) {
      const ended = await remote(...words);
      assert.equal(ended.code, code, words.join(' '));
      assert.match(ended.stderr, message);
      assert.equal(ended.stderr.trim().split('\n').length, 1, ended.stderr);
    }
    const away = await stemma(here, 'ls', '--server', 'http://127.0.0.1:1');
    assert.deepEqual([away.code, /cannot be reached/.test(away.stderr)], [8, true]);
  });

  it('an expected failure and a failed analysis end as they do here', async () => {
    for (const name of ['lab.Nothing', 'lab.Broken']) {
      const [there, local] = [await remote('run', name), await stemma(here, 'run', name, '--module', lab)];
      assert.equal(there.code, local.code, `${name}\n${there.stderr}\n${local.stderr}`);
    }
  });

  it('Ctrl-C cancels the job', async () => {
    const { child, ended } = startStemma(here, ['run', 'lab.Slow', 'steps=1000', '--server', url]);
    const started = new Promise<void>((resolve) => {
      child.stderr!.on('data', (text: string) => /started/.test(text) && resolve());
    });
    await Promise.race([started, ended]);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    assert.equal(code, 9, stderr);
    assert.match(stderr, /cancelling; once more to leave at once[^]*cancelled: /);
    const { items } = (await (await fetch(`${url}/api/v1/jobs?analysis=lab.Slow`)).json()) as { items: { state: string }[] }; // prettier-ignore
    assert.deepEqual(items.map(({ state }) => state), ['cancelled']); // prettier-ignore
  });
});
