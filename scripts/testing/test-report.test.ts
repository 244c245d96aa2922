import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { deserialize } from 'node:v8';
import { runProgram } from '../run-tool.ts';
import { closingLines, isGood, suiteLine } from './print-report.ts';
import { TestReport, type TestEvent } from './test-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'stemma-report-'));
after(() => rmSync(folder, { recursive: true }));

// Runs real test files with the real runner, in a process of its own: a runner does not start inside another.
async function reportOf(files: Record<string, string>): Promise<{ report: TestReport; suites: string[] }> {
  const paths = Object.entries(files).map(([name, body]) => {
    const path = join(folder, `${name}.test.mjs`);
    writeFileSync(path, `import assert from 'node:assert/strict';\nimport { describe, it } from 'node:test';\n${body}\n`);
    return path;
  });
  const script = `
    import { run } from 'node:test';
    import { serialize } from 'node:v8';
    const events = [];
    for await (const { type, data } of run({ files: ${JSON.stringify(paths)}, isolation: 'process' }))
      if (/pass|fail|std|summary/.test(type)) events.push({ type, data });
    process.stdout.write(serialize(events).toString('base64'));`;
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  writeFileSync(join(folder, 'run.mjs'), script);
  const child = await runProgram(process.execPath, ['run.mjs'], { cwd: folder, env });
  const suites: string[] = [];
  const report = new TestReport(
    paths,
    (file) => (file.includes('other') ? 'other' : 'main'),
    (suite) => suites.push(suiteLine(suite)),
  );
  for (const event of deserialize(Buffer.from(child.output, 'base64')) as TestEvent[]) report.add(event);
  return { report, suites };
}

const tolerant = { areSkipsFailures: false };

describe('the report of a test run', () => {
  it('counts tests, not the suites around them, and ends with one plain line', async () => {
    const { report, suites } = await reportOf({
      main: `describe('a', () => { it('x', () => {}); it('y', () => {}); });`,
      other: `it('z', () => {});`,
    });
    assert.deepEqual(report.counts, { passed: 3, failed: 0, skipped: 0 });
    assert.equal(closingLines(report, tolerant).at(-1), '3 passed, 0 failed, 0 skipped');
    assert.equal(isGood(report, tolerant), true);
    assert.equal(suites.length, 2);
    assert.match(suites.toSorted()[0]!, /^✓ main +2 passed {2}\d+\.\d s$/);
  });

  it('shows a failure in full, with its place, what was expected and what the file printed', async () => {
    const { report, suites } = await reportOf({
      main: `describe('sums', () => { it('adds', () => { console.log('a hint'); assert.equal(1 + 1, 3); }); });`,
    });
    assert.deepEqual(report.counts, { passed: 0, failed: 1, skipped: 0 });
    const text = closingLines(report, tolerant).join('\n');
    assert.match(text, /✗ main: adds\n/);
    assert.match(text, /main\.test\.mjs:3/);
    assert.match(text, /2 !== 3/);
    assert.match(text, /a hint/);
    assert.match(suites[0]!, /^✗ main +0 passed, 1 failed/);
    assert.equal(isGood(report, tolerant), false);
  });

  it('says why each test was skipped, whether it, its suite or its body decided so', async () => {
    const { report } = await reportOf({
      main: `it('a', { skip: 'no astropy' }, () => {});
        describe('b', { skip: 'no astropy' }, () => { it('c', () => {}); });
        it('d', (t) => t.skip('no room')); it.todo('e'); it('f', () => {});`,
    });
    assert.deepEqual(report.counts, { passed: 1, failed: 0, skipped: 4 });
    const text = closingLines(report, tolerant).join('\n');
    assert.match(text, /Skipped:\n {2}main +2 {2}no astropy\n {2}main +1 {2}no room\n {2}main +1 {2}to do/);
    assert.equal(isGood(report, tolerant), true);
    assert.equal(isGood(report, { areSkipsFailures: true }), false);
    assert.match(closingLines(report, { areSkipsFailures: true }).join('\n'), /Nothing may be skipped here/);
  });

  it('fails for a file that throws before its first test, and for one that is killed', async () => {
    const { report } = await reportOf({
      main: `throw new Error('no such planet');`,
      other: `it('dies', () => new Promise(() => process.kill(process.pid, 'SIGKILL')));`,
    });
    assert.deepEqual(report.counts, { passed: 0, failed: 2, skipped: 0 });
    const text = closingLines(report, tolerant).join('\n');
    assert.match(text, /✗ main: the file as a whole/);
    assert.match(text, /no such planet/);
    assert.match(text, /✗ other: the file as a whole/);
  });

  it('notes a file without a test, and is not content with a run of none', async () => {
    const { report, suites } = await reportOf({ main: '' });
    assert.deepEqual(report.counts, { passed: 0, failed: 0, skipped: 0 });
    assert.equal(report.empty.length, 1);
    assert.equal(suites.length, 1);
    assert.equal(isGood(report, tolerant), false);
    assert.match(closingLines(report, tolerant).join('\n'), /No test ran\.\n\n0 passed, 0 failed, 0 skipped$/);
  });
});
