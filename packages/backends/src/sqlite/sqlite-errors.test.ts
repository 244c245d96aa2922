// Which error of Stemma a failure of SQLite or of the file system becomes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StemmaError } from '@stemma/core';
import type { ErrorCode } from '@stemma/core';
import { asDatabaseError, sqliteCode } from './sqlite-errors.ts';

const sqliteError = (errcode: number) => Object.assign(new Error('said SQLite'), { code: 'ERR_SQLITE_ERROR', errcode });
const systemError = (code: string) => Object.assign(new Error('said the system'), { code });

const cases: [string, unknown, ErrorCode][] = [
  ['a full disk', sqliteError(13), 'unavailable'],
  ['a read-only file', sqliteError(8), 'unavailable'],
  ['a failing write, by its extended code', sqliteError(10 | (3 << 8)), 'unavailable'],
  ['a file that cannot be opened', sqliteError(14), 'unavailable'],
  ['a lock that is held too long', sqliteError(5), 'unavailable'],
  ['a damaged page', sqliteError(11), 'corrupt'],
  ['a file of something else', sqliteError(26), 'corrupt'],
  ['a violated constraint, which is our defect', sqliteError(19), 'internal'],
  ['a folder without permission', systemError('EACCES'), 'unavailable'],
  ['a read-only file system', systemError('EROFS'), 'unavailable'],
  ['a closed database', systemError('ERR_INVALID_STATE'), 'internal'],
  ['anything else', 'thrown text', 'internal'],
];

describe('asDatabaseError', () => {
  for (const [what, thrown, code] of cases) {
    it(`calls ${what} ${code}, names the file and keeps the cause`, () => {
      const error = asDatabaseError(thrown, 'index', '/data/index.sqlite');
      assert.equal(error.code, code);
      assert.match(error.message, /the index \/data\/index\.sqlite/);
      assert.equal(error.cause, thrown);
    });
  }

  it('leaves errors of Stemma as they are', () => {
    const error = new StemmaError('conflict', 'newer');
    assert.equal(asDatabaseError(error, 'index', 'x'), error);
  });

  it('reads primary codes from errors of SQLite only', () => {
    assert.equal(sqliteCode(sqliteError(266)), 10);
    assert.equal(sqliteCode(systemError('EACCES')), undefined);
    assert.equal(sqliteCode(undefined), undefined);
  });
});
