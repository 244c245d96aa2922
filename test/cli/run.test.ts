// `stemma run`, `plan`, `why`, `verify` as processes: answers, progress, products, repeated runs, cancelling.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { inLab, lab, linesOf, startStemma, stemma, temporaryFolder } from './stemma-process.ts';

describe('stemma run', () => {
  it('answers on standard output alone, says what happens on standard error, and knows it the second time', async () => {
    const folder = temporaryFolder();
    const first = await inLab(folder, 'run', 'lab.Doubled');
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /^lab\.Doubled {2}[0-9a-f]{10}\n {2}totalM {2}12 m\n$/);
    assert.match(first.stderr, /started {2}lab\.Numbers [0-9a-f]{10}\n/);
    assert.match(first.stderr, /done {5}lab\.Doubled [0-9a-f]{10} {2}\d+ ms\n/);
    assert.match(first.stderr, /warning {2}lab\.Numbers: a word of warning/);
    assert.match(first.stderr, /✓ done in .* \(2 run\)/);
    const second = await inLab(folder, 'run', 'Doubled');
    assert.equal(second.stdout, first.stdout);
    assert.equal(second.stderr, '✓ known: from the store, made just now\n');
  });

  it('converts units, so that the same length in another unit is known', async () => {
    const folder = temporaryFolder();
    await inLab(folder, 'run', 'Numbers', 'lengthM=3000 mm');
    const { stdout, stderr } = await inLab(folder, 'run', 'Numbers', 'lengthM=3');
    assert.match(stdout, /totalM {2}9 m {2}all lengths together/);
    assert.match(stderr, /known/);
  });

  it('writes events and the result as JSON lines', async () => {
    const ended = await inLab(temporaryFolder(), 'run', 'Doubled', '--json');
    const lines = linesOf(ended);
    assert.deepEqual(lines.map(({ type }) => type).filter((type) => type === 'done').length, 2);
    assert.equal(lines[0]!.type, 'resolving');
    const last = lines.at(-1)!;
    assert.equal(last.type, 'result');
    assert.deepEqual(last.outputs, { totalM: 12 });
    assert.equal(ended.stderr, '');
  });

  it('is silent with --quiet but for the answer', async () => {
    const { stdout, stderr } = await inLab(temporaryFolder(), 'run', 'Numbers', '--quiet');
    assert.match(stdout, /totalM/);
    assert.equal(stderr, '');
  });

  it('shows every kind of value, from the threads that made them', async () => {
    const folder = temporaryFolder();
    const { stdout, code } = await inLab(folder, 'run', 'Everything');
    assert.equal(code, 0);
    for (const part of [
      '511.1235 keV',
      'isGood     true',
      'float32[1000]',
      '9223372036854775808',
      'table, 3 rows × 4 columns',
      '1152921504606846976',
      'image, 3 × 4 pixels',
      '83.633 deg',
      'perhaps    none',
      'note.txt  text/plain, 7 B',
    ]) {
      assert.ok(stdout.includes(part), `${part} in\n${stdout}`);
    }
    const { outputs } = linesOf(await inLab(folder, 'run', 'Everything', '--json')).at(-1) as {
      outputs: Record<string, unknown>;
    };
    assert.deepEqual(outputs.big, ['9223372036854775808', 1]);
    assert.deepEqual((outputs.events as { timeS: unknown }).timeS, [1, 'NaN', 'Infinity']);
  });

  it('copies files of equal names without losing one, and the values as JSON', async () => {
    const folder = temporaryFolder();
    const { stdout, code } = await inLab(folder, 'run', 'TwoFiles', '--out', 'products');
    assert.equal(code, 0);
    const written = (readdirSync(join(folder, 'products'), { recursive: true }) as string[]).filter((name) =>
      name.endsWith('.txt'),
    );
    const texts = written.map((name) => readFileSync(join(folder, 'products', name), 'utf8'));
    assert.deepEqual(texts.sort(), ['another one\n', 'left\n', 'right\n']);
    const { outputs } = JSON.parse(readFileSync(join(folder, 'products', 'outputs.json'), 'utf8')) as {
      outputs: Record<string, { name: string }>;
    };
    assert.equal(outputs.right!.name, 'right/spectrum.txt');
    assert.match(stdout, /wrote products\/right\/spectrum\.txt/);
    const again = await inLab(folder, 'run', 'TwoFiles', '--out', 'products');
    assert.equal(again.code, 0, 'products may be written over');
  });

  it('takes files by content: the bytes are kept, and a renamed copy is another input', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'data.txt'), 'some data\n');
    const { stdout } = await inLab(folder, 'run', 'FileSize', 'data=@data.txt');
    assert.match(stdout, /bytes {2}10/);
    writeFileSync(join(folder, 'data.txt'), 'other data\n');
    assert.match((await inLab(folder, 'run', 'FileSize', 'data=@data.txt')).stdout, /bytes {2}11/);
    writeFileSync(join(folder, 'data.txt'), 'some data\n');
    assert.match((await inLab(folder, 'run', 'FileSize', 'data=@data.txt')).stderr, /known/);
  });

  it('takes assumptions: other arguments, other analyses, injected outputs', async () => {
    const folder = temporaryFolder();
    assert.match(
      (await inLab(folder, 'run', 'Doubled', '--assume', 'Numbers.lengthM=1 km', '--assume', 'Numbers.times=1')).stdout,
      /totalM {2}2000 m/,
    );
    assert.match(
      (await inLab(folder, 'run', 'Doubled', '--assume', 'Numbers=Numbers(times=5)')).stdout,
      /totalM {2}20 m/,
    );
    assert.match(
      (await inLab(folder, 'run', 'Doubled', '--assume', 'Numbers={"totalM": 21}')).stdout,
      /totalM {2}42 m/,
    );
    writeFileSync(join(folder, 'catalogue.json'), '{"sources": {"name": ["Crab", "Cyg X-1"], "fluxCrab": [1, 0.8]}}');
    assert.match(
      (await inLab(folder, 'run', 'lab.Sources', '--assume', 'lab.Catalogue=@catalogue.json')).stdout,
      /count {2}2\n {2}first {2}Crab/,
    );
  });

  it('runs nothing with --only-known, and makes no store', async () => {
    const folder = temporaryFolder();
    const { code, stderr } = await inLab(folder, 'run', 'Numbers', '--only-known');
    assert.equal(code, 4);
    assert.match(stderr, /lab\.Numbers is not known/);
    assert.equal(existsSync(join(folder, '.stemma')), false);
    await inLab(folder, 'run', 'Numbers');
    assert.equal((await inLab(folder, 'run', 'Numbers', '--only-known')).code, 0);
  });

  it('compares bytes with --force', async () => {
    const folder = temporaryFolder();
    await inLab(folder, 'run', 'Doubled');
    assert.match((await inLab(folder, 'run', 'Doubled', '--force')).stderr, /run again with the same bytes/);
    await inLab(folder, 'run', 'Moody');
    const { code, stderr } = await inLab(folder, 'run', 'Moody', '--force');
    assert.equal(code, 5);
    assert.match(stderr, /not deterministic/);
  });

  it('keeps quiet when its reader has gone', async () => {
    const folder = temporaryFolder();
    const { child, ended } = startStemma(folder, ['run', 'Everything', '--json', '--module', lab]);
    child.stdout!.destroy();
    const { stderr, code } = await ended;
    assert.equal(stderr, '');
    assert.equal(code, 0);
  });
});

describe('Ctrl-C', () => {
  const untilStarted = (child: ReturnType<typeof startStemma>['child']) =>
    new Promise<void>((resolve) =>
      child.stderr!.on('data', (text: string) => text.includes('started  lab.Slow') && resolve()),
    );

  it('cancels cleanly, says so, and the store is whole', async () => {
    const folder = temporaryFolder();
    const { child, ended } = startStemma(folder, ['run', 'Slow', 'steps=1000', '--module', lab]);
    await untilStarted(child);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    assert.equal(code, 9);
    assert.match(stderr, /cancelled: nothing was finished yet; the same command goes on from there/);
    assert.equal((await stemma(folder, 'check')).code, 0);
    const log = await inLab(folder, 'run', 'Slow', 'steps=1');
    assert.equal(log.code, 0, 'the same analysis runs afterwards');
  });

  it('twice ends the process at once', async () => {
    const folder = temporaryFolder();
    const { child, ended } = startStemma(folder, ['run', 'Slow', 'steps=1000', '--module', lab]);
    await untilStarted(child);
    child.kill('SIGINT');
    child.kill('SIGINT');
    const { code } = await ended;
    assert.equal(code, 9);
    assert.equal((await stemma(folder, 'check')).code, 0);
  });
});

describe('stemma plan and why', () => {
  it('say what would run, without a store and without making one', async () => {
    const folder = temporaryFolder();
    const { stdout, code } = await inLab(folder, 'plan', 'Doubled');
    assert.equal(code, 0);
    assert.match(stdout, /2 analyses would run; no estimate for lab\.Numbers, lab\.Doubled: never run here/);
    assert.equal(existsSync(join(folder, '.stemma')), false);
  });

  it('estimate from what ran before, and know what is known', async () => {
    const folder = temporaryFolder();
    await inLab(folder, 'run', 'Doubled');
    assert.match((await inLab(folder, 'plan', 'Doubled')).stdout, /known: nothing would run/);
    assert.match(
      (await inLab(folder, 'plan', 'Doubled', '-a', 'Numbers.times=7')).stdout,
      /2 analyses would run; about \d+ ms of work/,
    );
    const plan = JSON.parse((await inLab(folder, 'plan', 'Doubled', '-a', 'Numbers.times=7', '--json')).stdout) as {
      known: boolean;
      missing: { name: string }[];
    };
    assert.deepEqual([plan.known, plan.missing.map(({ name }) => name)], [false, ['lab.Numbers', 'lab.Doubled']]);
  });

  it('name the parameter that differs', async () => {
    const folder = temporaryFolder();
    await inLab(folder, 'run', 'Doubled');
    const { stdout } = await inLab(folder, 'why', 'Doubled', '-a', 'Numbers.lengthM=5');
    assert.match(stdout, /lengthM.* 5 m, was 2 m/);
    assert.match((await inLab(folder, 'why', 'Doubled')).stdout, /known: nothing would have to run/);
    const report = JSON.parse((await inLab(folder, 'why', 'Doubled', '--json')).stdout) as { known: boolean };
    assert.equal(report.known, true);
  });

  it('do not put files into the store', async () => {
    const folder = temporaryFolder();
    await inLab(folder, 'run', 'Numbers');
    writeFileSync(join(folder, 'data.txt'), 'some data\n');
    await inLab(folder, 'plan', 'FileSize', 'data=@data.txt');
    const { blobs } = JSON.parse((await stemma(folder, 'check', '--json')).stdout) as { blobs: number };
    assert.equal(blobs, 0);
  });
});

describe('stemma verify', () => {
  it('runs again and compares, deep when asked, with exit code 5 for what differs', async () => {
    const folder = temporaryFolder();
    await inLab(folder, 'run', 'Doubled');
    await inLab(folder, 'run', 'Moody');
    const ids = async (name: string) => (await stemma(folder, 'find', name, '--ids', '-m', lab)).stdout.trim();
    const doubled = await inLab(folder, 'verify', (await ids('Doubled')).slice(0, 8), '--deep');
    assert.equal(doubled.code, 0, doubled.stderr);
    assert.match(doubled.stdout, /✓ [0-9a-f]{10} {2}lab\.Numbers .*\n✓ [0-9a-f]{10} {2}lab\.Doubled/);
    assert.equal(doubled.stderr, '2 results reproduced, byte for byte\n');
    const moody = await inLab(folder, 'verify', await ids('Moody'), '--json');
    assert.equal(moody.code, 5);
    assert.equal((JSON.parse(moody.stdout) as { ok: boolean }).ok, false);
  });

  it('says when the loaded code is not there', async () => {
    const folder = temporaryFolder();
    await inLab(folder, 'run', 'Numbers');
    const id = (await stemma(folder, 'ls', '--ids')).stdout.trim();
    const { code, stderr } = await stemma(folder, 'verify', id);
    assert.equal(code, 4);
    assert.match(stderr, /unknown analysis "lab\.Numbers"/);
  });
});
