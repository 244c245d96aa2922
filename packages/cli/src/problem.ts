// Every problem in one form: a sentence on standard error that says what was wrong, where and what to do;
// with --json the same as an RFC 9457 problem document; the exit code from the error table.
import { errorTable, shortDigest, StemmaError, type ActivityRecord } from '@stemma/core';
import type { Context } from './command.ts';
import { oneLine } from './terminal/text-width.ts';

/** A problem as RFC 9457 has it, with Stemma's code and exit code. */
export interface Problem {
  /** `urn:stemma:problem:<code>`: stable, so that programs can tell problems apart. */
  readonly type: string;
  /** What the code means, the same for every problem of it. */
  readonly title: string;
  /** The HTTP status that the same problem has on the web. */
  readonly status: number;
  /** The sentence for people: what was wrong, where, and what to do. */
  readonly detail: string;
  readonly code: string;
  readonly exitCode: number;
  /** True when the same request may succeed later. */
  readonly retryable: boolean;
  readonly [particular: string]: unknown;
}

const shownLogLines = 8;

/** Whatever was thrown, as a StemmaError; the parser's complaints are requests that cannot be read. */
export function asProblemError(thrown: unknown): StemmaError {
  if (thrown instanceof StemmaError) return thrown;
  const { code, message } = thrown as { code?: unknown; message?: unknown };
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  if (typeof code === 'string' && code.startsWith('commander.'))
    return new StemmaError('invalid_request', usageText(String(message)));
  return new StemmaError(
    'internal',
    `an unexpected error: ${text}; this is a defect of Stemma, please report it with what --verbose shows`,
    {},
    thrown,
  );
}

// The parser writes "error: unknown option '--jsn'\n(Did you mean --json?)".
function usageText(message: string): string {
  const [first = '', suggestion = ''] = message.replace(/^error: /, '').split('\n');
  const hint = /\(Did you mean (one of )?(.*)\?\)/.exec(suggestion)?.[2];
  const sentence = first.replaceAll("'", '"').replace(/\.$/, '');
  return hint === undefined ? `${sentence}; --help lists what there is` : `${sentence}; did you mean ${hint}?`;
}

/**
 * Tells people (standard error) and, with `--json`, programs (standard output) what went wrong: the sentence, the last
 * log lines of the activity that failed, and with `--verbose` the stacks of all causes.
 * @param layout `line` where the answer is a stream of JSON lines.
 * @returns the exit code of the process.
 */
export function reportProblem(thrown: unknown, context: Context, layout: 'document' | 'line' = 'document'): number {
  const error = asProblemError(thrown);
  const { globals, noteStyle } = context;
  if (globals.json) context.printJson(problemOf(error, globals.verbose ?? false), layout);
  const lines = [`${noteStyle.bad('stemma:')} ${oneLine(error.message)}`, ...activityLines(error, context)];
  if (globals.verbose) lines.push(...stackOf(error).map((line) => noteStyle.faint(line)));
  process.stderr.write(`${lines.join('\n')}\n`);
  return error.exitCode;
}

/**
 * The problem document of an error (RFC 9457, section 3.1), particulars as extension members. Of an activity only the
 * last log lines are told, and no stack unless asked for: documents end up in tickets and pages.
 */
export function problemOf(error: StemmaError, verbose = false): Problem {
  const { code, message, detail } = error;
  const { status, exitCode, retryable, meaning } = errorTable[code];
  const { activity, stack: _, detail: about, ...particulars } = detail as { activity?: ActivityRecord } & typeof detail;
  return {
    type: `urn:stemma:problem:${code}`,
    title: meaning,
    status,
    detail: message,
    code,
    exitCode,
    retryable,
    ...particulars,
    // The name is taken: RFC 9457 has the sentence there.
    ...(about !== undefined && { about }),
    ...(activity && { log: activity.log.slice(-shownLogLines) }),
    ...(verbose && { stack: stackOf(error) }),
  };
}

// What an analysis said before it failed, and where to read the rest.
function activityLines({ detail }: StemmaError, { noteStyle, typed }: Context): string[] {
  const { activity, id } = detail as { activity?: ActivityRecord; id?: string };
  if (!activity || id === undefined || activity.log.length === 0) return [];
  const last = activity.log.slice(-shownLogLines);
  const left = activity.log.length - last.length;
  const lines = last.map(({ text }) => noteStyle.faint(`  │ ${oneLine(text)}`));
  if (left > 0) lines.unshift(noteStyle.faint(`  │ … ${left} earlier log lines`));
  return [...lines, `  all of its log: ${noteStyle.typed(typed('log', shortDigest(id)))}`];
}

// The stack of an analysis where there is one, else our own with all causes.
function stackOf(error: StemmaError): string[] {
  const { stack } = error.detail as { stack?: string };
  const texts = stack === undefined ? ownStacks(error) : [stack];
  return texts.flatMap((text) => text.split('\n')).map((line) => `  ${line}`);
}

function ownStacks(error: Error): string[] {
  const texts: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) texts.push(at.stack ?? at.message);
  return texts.map((text, i) => (i === 0 ? text : `caused by ${text}`));
}
