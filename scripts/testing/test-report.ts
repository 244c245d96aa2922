// What a test run has shown so far, from the events of Node's test runner: counts, failures and skips by suite.
import type { EventData } from 'node:test';
import { inspect, stripVTControlCharacters } from 'node:util';

/** A test that failed, with all there is to say about it. */
export interface Failure {
  readonly suite: string;
  readonly title: string;
  readonly text: string;
}

/** A test that did not run, and why. */
export interface Skip {
  readonly suite: string;
  readonly title: string;
  readonly reason: string;
}

/** The part of an event of Node's test runner that counts here. */
export type TestEvent = { readonly type: string; readonly data: unknown };

type Outcome = (EventData.TestPass | EventData.TestFail) & { readonly file?: string; readonly classname?: string };

/** Counts of one suite. */
export class SuiteCounts {
  readonly name: string;
  passed = 0;
  failed = 0;
  skipped = 0;
  durationMs = 0;
  /** Files that have not ended. */
  readonly open: Set<string>;

  constructor(name: string, files: Iterable<string>) {
    this.name = name;
    this.open = new Set(files);
  }
}

/** Collects the events of a run; `onSuite` is called for each suite when its last file has ended. */
export class TestReport {
  readonly failures: Failure[] = [];
  readonly skips: Skip[] = [];
  /** Files that ended well and held no test. */
  readonly empty: string[] = [];
  readonly suites = new Map<string, SuiteCounts>();
  readonly #suiteOf: (file: string) => string;
  readonly #onSuite: (suite: SuiteCounts) => void;
  readonly #output = new Map<string, string>();

  constructor(files: readonly string[], suiteOf: (file: string) => string, onSuite: (suite: SuiteCounts) => void) {
    this.#suiteOf = suiteOf;
    this.#onSuite = onSuite;
    for (const [name, members] of Map.groupBy(files, suiteOf)) this.suites.set(name, new SuiteCounts(name, members));
  }

  /** Tests that passed, failed and were skipped so far. */
  get counts(): { passed: number; failed: number; skipped: number } {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const suite of this.suites.values()) {
      counts.passed += suite.passed;
      counts.failed += suite.failed;
      counts.skipped += suite.skipped;
    }
    return counts;
  }

  /** Takes the next event. */
  add({ type, data }: TestEvent): void {
    if (type === 'test:pass') this.#passed(data as Outcome);
    else if (type === 'test:fail') this.#failed(data as Outcome);
    else if (type === 'test:stdout' || type === 'test:stderr') this.#printed(data as EventData.TestStdout);
    else if (type === 'test:summary') this.#ended(data as EventData.TestSummary);
  }

  #passed(test: Outcome): void {
    const { name, file, details, skip, todo } = test;
    const suite = this.#suite(file);
    if (isWholeFile(test)) {
      this.empty.push(file!);
      return this.#close(file!, details.duration_ms);
    }
    if (skip !== undefined || todo !== undefined) {
      suite.skipped++;
      this.skips.push({ suite: suite.name, title: name, reason: reasonOf(skip, todo) });
    } else if (details.type !== 'suite') suite.passed++;
  }

  #failed(test: Outcome): void {
    const { name, file, details } = test;
    const { error } = details as EventData.TestFail['details'];
    const suite = this.#suite(file);
    const isByChild = (error as { failureType?: string } | undefined)?.failureType === 'subtestsFailed';
    if (!isByChild || details.type !== 'suite') suite.failed++;
    if (!isByChild) {
      const printed = (file && this.#output.get(file)) || '';
      const title = isWholeFile(test) ? 'the file as a whole' : [test.classname, name].filter(Boolean).join(' › ');
      const place = `${file ?? ''}${test.line && !isWholeFile(test) ? `:${test.line}` : ''}`;
      this.failures.push({
        suite: suite.name,
        title,
        text: [place, explain(error), printed].filter(Boolean).join('\n'),
      });
    }
    if (isWholeFile(test)) this.#close(file!, details.duration_ms);
  }

  // What a test file prints is of interest only when something in it fails.
  #printed({ file, message }: EventData.TestStdout): void {
    if (file) this.#output.set(file, ((this.#output.get(file) ?? '') + message).slice(-20_000));
  }

  #ended({ file, duration_ms: durationMs }: EventData.TestSummary): void {
    if (file) this.#close(file, durationMs);
  }

  #close(file: string, durationMs: number): void {
    const suite = this.#suite(file);
    if (!suite.open.delete(file)) return;
    suite.durationMs += durationMs;
    if (suite.open.size === 0) this.#onSuite(suite);
  }

  #suite(file = ''): SuiteCounts {
    const name = this.#suiteOf(file);
    let suite = this.suites.get(name);
    if (!suite) this.suites.set(name, (suite = new SuiteCounts(name, [])));
    return suite;
  }
}

// The runner reports a file that has no test, or that ended badly, as one test with the name of the file.
function isWholeFile({ name, file, nesting }: Outcome): boolean {
  return nesting === 0 && file !== undefined && name === file;
}

function reasonOf(skip: string | boolean | undefined, todo: string | boolean | undefined): string {
  if (typeof skip === 'string' && skip !== '') return skip;
  if (skip !== undefined) return 'no reason given';
  return typeof todo === 'string' && todo !== '' ? `to do: ${todo}` : 'to do';
}

function explain(error: unknown): string {
  const cause = (error as Error | undefined)?.cause ?? error;
  return stripVTControlCharacters(typeof cause === 'string' ? cause : inspect(cause, { depth: 6, maxArrayLength: 50 }));
}
