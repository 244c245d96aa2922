// The test runner's report, on runs of real test files: a runner that hides a failure would hide all others.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runProgram } from '../run-tool.ts';

const folder = mkdtempSync(join(tmpdir(), 'stemma-report-'));
after(() => rmSync(folder, { recursive: true }));

/** What is said about a run. */
interface Said {
  counts: object;
  suites: string[];
  text: string;
  strictText: string;
  isGood: boolean;
  isGoodStrictly: boolean;
  empty: string[];
}

// Runs real test files with the real runner, in a process of its own: a runner does not start inside another.
async function reportOn(files: Record<string, string>): Promise<Said> {
  const paths = Object.entries(files).map(([name, body]) => {
    const path = join(folder, `${name}.test.mjs`);
    writeFileSync(
      path,
      `import assert from 'node:assert/strict';\nimport { describe, it } from 'node:test';\n${body}\n`,
    );
    return path;
  });
  const here = new URL('.', import.meta.url).href;
  const script = `
    import { run } from 'node:test';
    import { closingLines, isGood, suiteLine } from '${here}print-report.ts';
    import { TestReport } from '${here}test-report.ts';
    const paths = ${JSON.stringify(paths)};
    const suites = [];
    const suiteOf = (file) => (file.includes('other') ? 'other' : 'main');
    const report = new TestReport(paths, suiteOf, (suite) => suites.push(suiteLine(suite)));
    for await (const event of run({ files: paths })) report.add(event);
    const [tolerant, strict] = [{ areSkipsFailures: false }, { areSkipsFailures: true }];
    const text = closingLines(report, tolerant).join('\\n');
    const strictText = closingLines(report, strict).join('\\n');
    const { counts, empty } = report;
    console.log(JSON.stringify({
      counts, empty, suites, text, strictText, isGood: isGood(report, tolerant), isGoodStrictly: isGood(report, strict),
    }));`;
  writeFileSync(join(folder, 'run.mjs'), script);
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = await runProgram(process.execPath, ['run.mjs'], { cwd: folder, env });
  return JSON.parse(child.output) as Said;
}

describe('the report of a test run', () => {
  it('counts tests, not the suites around them, and ends with one plain line', async () => {
    const { counts, suites, text, isGood } = await reportOn({
      main: `describe('a', () => { it('x', () => {}); it('y', () => {}); });`,
      other: `it('z', () => {});`,
    });
    assert.deepEqual(counts, { passed: 3, failed: 0, skipped: 0 });
    assert.equal(text, '\n3 passed, 0 failed, 0 skipped');
    assert.equal(isGood, true);
    assert.equal(suites.length, 2);
    assert.match(suites.toSorted()[0]!, /^✓ main +2 passed {2}\d+\.\d s$/);
  });

  it('shows a failure in full, with its place, what was expected and what the file printed', async () => {
    const { counts, suites, text, isGood } = await reportOn({
      main: `describe('sums', () => { it('adds', () => { console.log('a hint'); assert.equal(1 + 1, 3); }); });`,
    });
    assert.deepEqual(counts, { passed: 0, failed: 1, skipped: 0 });
    assert.match(text, /✗ main: sums › adds\n/);
    assert.match(text, /main\.test\.mjs:3/);
    assert.match(text, /2 !== 3/);
    assert.match(text, /a hint/);
    assert.match(suites[0]!, /^✗ main +0 passed, 1 failed/);
    assert.equal(isGood, false);
  });

  it('shows a failed subtest once, and counts its parents as the runner does', async () => {
    const { counts, text } = await reportOn({
      main: `it('parent', async (t) => { await t.test('child', () => assert.fail('lost')); });`,
    });
    assert.deepEqual(counts, { passed: 0, failed: 2, skipped: 0 });
    assert.equal(text.match(/✗/g)?.length, 1);
    assert.match(text, /✗ main: parent › child/);
  });

  it('says why each test was skipped, whether it, its suite or its body decided so', async () => {
    const { counts, text, strictText, isGood, isGoodStrictly } = await reportOn({
      main: `it('a', { skip: 'no astropy' }, () => {});
        describe('b', { skip: 'no astropy' }, () => { it('c', () => {}); });
        it('d', (t) => t.skip('no room')); it.todo('e'); it('f', () => {});`,
    });
    assert.deepEqual(counts, { passed: 1, failed: 0, skipped: 4 });
    assert.match(text, /Skipped:\n {2}main +2 {2}no astropy\n {2}main +1 {2}no room\n {2}main +1 {2}to do/);
    assert.equal(isGood, true);
    assert.equal(isGoodStrictly, false);
    assert.match(strictText, /Nothing may be skipped here/);
  });

  it('fails for a file that throws before its first test, and for one that is killed', async () => {
    const { counts, text } = await reportOn({
      main: `throw new Error('no such planet');`,
      other: `it('dies', () => new Promise(() => process.kill(process.pid, 'SIGKILL')));`,
    });
    assert.deepEqual(counts, { passed: 0, failed: 2, skipped: 0 });
    assert.match(text, /✗ main: the file as a whole/);
    assert.match(text, /no such planet/);
    assert.match(text, /✗ other: the file as a whole/);
  });

  it('notes a file without a test, and is not content with a run of none', async () => {
    const { counts, empty, suites, text, isGood } = await reportOn({ main: '' });
    assert.deepEqual(counts, { passed: 0, failed: 0, skipped: 0 });
    assert.equal(empty.length, 1);
    assert.equal(suites.length, 1);
    assert.equal(isGood, false);
    assert.match(text, /No test ran\.\n\n0 passed, 0 failed, 0 skipped$/);
  });
});
