// Tests of how problems become sentences, documents and exit codes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CommanderError } from 'commander';
import { errorTable, StemmaError, type ErrorCode } from '@stemma/core';
import { asProblemError, problemOf } from './problem.ts';

describe('problems', () => {
  it('of Stemma stay what they are', () => {
    const error = new StemmaError('no_data', 'nothing');
    assert.equal(asProblemError(error), error);
  });

  it('of the parser are requests that cannot be read, with its suggestion', () => {
    const typo = new CommanderError(
      1,
      'commander.unknownOption',
      "error: unknown option '--jsn'\n(Did you mean --json?)",
    );
    const { code, message } = asProblemError(typo);
    assert.deepEqual([code, message], ['invalid_request', 'unknown option "--jsn"; did you mean --json?']);
    const missing = new CommanderError(1, 'commander.missingArgument', "error: missing required argument 'id'");
    assert.equal(asProblemError(missing).message, 'missing required argument "id"; --help lists what there is');
  });

  it('that nobody expected are called defects', () => {
    const { code, message, cause } = asProblemError(new TypeError('x is undefined'));
    assert.equal(code, 'internal');
    assert.match(message, /x is undefined; this is a defect of Stemma/);
    assert.ok(cause instanceof TypeError);
    assert.equal(asProblemError('thrown text').code, 'internal');
  });

  it('as documents have the fields of RFC 9457, for every code', () => {
    for (const code of Object.keys(errorTable) as ErrorCode[]) {
      const problem = problemOf(new StemmaError(code, 'what was wrong', { parameter: 'p' }));
      const { status, exitCode, retryable, meaning } = errorTable[code];
      assert.deepEqual(problem, {
        type: `urn:stemma:problem:${code}`,
        title: meaning,
        status,
        detail: 'what was wrong',
        code,
        exitCode,
        retryable,
        parameter: 'p',
      });
    }
  });

  it('have stacks only for those who ask', () => {
    const error = new StemmaError('internal', 'outer', {}, new Error('inner'));
    assert.equal('stack' in problemOf(error), false);
    assert.ok((problemOf(error, true).stack as string[]).some((line) => line.includes('caused by Error: inner')));
  });
});
