// Analyses in Python through the whole engine: what they say, how they fail, what they may not do to others.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadPythonModule } from '@stemma/backends';
import { open, StemmaError, type FileValue, type LogLine, type Stemma } from 'stemma';
import { folderWith, withoutPython } from './python.ts';

describe('analyses in Python', { skip: withoutPython }, () => {
  const folder = folderWith({});
  let stemma: Stemma;
  before(async () => {
    const module = await loadPythonModule(join(import.meta.dirname, 'trouble.py'));
    stemma = await open({ store: join(folder, 'store'), modules: [module], jobs: 1 });
  });
  after(() => stemma.close());

  const goal = (name: string, args: Record<string, unknown> = {}) => stemma.analysis(`trouble.${name}`)(args);
  const run = (name: string, args: Record<string, unknown> = {}) =>
    stemma.run(goal(name, args)) as Promise<Record<string, unknown>>;
  const failure = async (name: string, args: Record<string, unknown> = {}): Promise<StemmaError> => {
    const error = await run(name, args).then(
      () => assert.fail('it did not fail'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof StemmaError);
    return error;
  };
  async function linesOf(name: string, args: Record<string, unknown> = {}): Promise<LogLine[]> {
    await run(name, args).catch(() => undefined);
    const [activity] = await stemma.activities(stemma.bind(goal(name, args)).id);
    return [...activity!.log];
  }

  it('log what they print, warn, and log, with levels; also what programs print that they start', async () => {
    const lines = (await linesOf('Say')).map(({ level, text }) => `${level} ${text.replace(/ \(.*/, '')}`);
    assert.deepEqual(lines.toSorted(), [
      'debug by hand',
      'error logged 3',
      'info from a child',
      'info printed',
      'warning RuntimeWarning: careful',
      'warning past Python',
      'warning to stderr',
    ]);
  });

  it('fail with a trace-back when they raise, and leave the worker warm', async () => {
    const before_ = (await run('State', { n: 1 }))['pid'];
    const error = await failure('Fail', { how: 'raise' });
    assert.equal(error.code, 'analysis_failed');
    assert.match(error.message, /ValueError: no such luck/);
    assert.match(String(error.detail['stack']), /trouble\.py", line \d+, in run/);
    assert.equal((await run('State', { n: 2 }))['pid'], before_);
  });

  it('end as expected with NoData: a stored result with its reason', async () => {
    const error = await failure('Fail', { how: 'nothing' });
    assert.equal(error.code, 'no_data');
    assert.deepEqual([error.detail['reason'], error.detail['detail']], ['no_events', { window: 7 }]);
    assert.equal((await stemma.plan(goal('Fail', { how: 'nothing' }))).missing.length, 0);
  });

  for (const [how, message] of [
    ['unknown', /returned 'other', which is no declared output/],
    ['type', /output trouble\.Fail\.value must be a number, got "text"/],
    ['object', /output trouble\.Fail\.value is an instance of object, which cannot be stored/],
    ['shape', /must be a number, got null/],
    ['exit', /ended with exit code 3/],
    ['kill', /was ended by signal SIGKILL/],
  ] as const)
    it(`are refused or reported, and hurt nobody else: ${how}`, async () => {
      const error = await failure('Fail', { how });
      assert.equal(error.code, 'analysis_failed');
      assert.match(error.message, message);
      assert.equal(typeof (await run('State', { n: how.length }))['pid'], 'number');
    });

  it('may print megabytes: the log is cut', async () => {
    const lines = await linesOf('Fail', { how: 'many' });
    assert.equal(lines.length, 10_001);
    assert.match(lines.at(-1)!.text, /the log is cut/);
  });

  it('are ended when they hang, and when nobody wants them any more', async () => {
    assert.equal((await failure('Hang')).code, 'timeout');
    const resolution = stemma.resolve(goal('Wait'));
    for await (const event of resolution.events()) if (event.type === 'progress') resolution.cancel();
    await assert.rejects(resolution.result, { code: 'cancelled' });
  });

  it('get no more memory than their limit', async () => {
    const error = await failure('Greedy');
    assert.equal(error.code, 'analysis_failed');
    assert.match(error.message, /memory/);
    assert.deepEqual(await run('Greedy', { sizeMB: 20 }), { size: 20 });
  });

  it('begin in an empty folder of their own, and meet nothing of those before them', async () => {
    const { pid } = await run('Threads');
    assert.match((await linesOf('Threads')).at(-1)!.text, /left 1 thread.*busy/);
    const state = await run('State', { n: 100 });
    assert.notEqual(state['pid'], pid);
    const again = await run('State', { n: 101 });
    assert.deepEqual([again['left'], again['folder'], again['pid']], [null, [], state['pid']]);
  });

  it('make and read files, those of FITS among them', async () => {
    const { texts, pixels } = await run('Read');
    assert.deepEqual(texts, ['1,2', 'made']);
    assert.deepEqual(pixels, Int32Array.of(0, 1, 2, 3, 4, 5));
    const { fits } = (await run('Write')) as { fits: FileValue };
    assert.equal(fits.mediaType, 'application/fits');
  });

  it('are reported when they write to an input', async () => {
    assert.match((await failure('Spoil')).message, /wrote to its input file .*: inputs are read-only/);
    // The spoilt bytes are noticed and made anew.
    assert.deepEqual((await run('Read'))['texts'], ['1,2', 'made']);
  });

  it('draw the same random numbers for the same request', async () => {
    const first = await run('Draw');
    const { reproduced } = await stemma.verify(stemma.bind(goal('Draw')).id);
    assert.ok(reproduced);
    assert.equal((first['draws'] as Float64Array).length, 4);
  });

  it('can be programs: files in and out, what they print, exit codes as expected failures', async () => {
    const { upper, echo } = (await run('Shout', { word: '42' })) as { upper: FileValue; echo: number };
    assert.equal(echo, 42);
    assert.match(upper.text(), /^SIMPLE {2}=/);
    assert.deepEqual(
      (await linesOf('Shout', { word: '42' })).map(({ level, text }) => [level, text]),
      [['warning', 'aside']],
    );
    const error = await failure('Grep', { pattern: 'a b' });
    assert.deepEqual([error.code, error.detail['reason']], ['no_data', 'no_match']);
    assert.match(error.message, /nothing like a b/);
  });
});
