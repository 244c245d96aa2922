// Who sees what, after any sequence of claims and shares.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { anonymousOnLoopback, type Identity } from '../http/identity.ts';
import { openDatabase } from './database.ts';
import { noSuch, visibilityIn, type Thing, type Visibility } from './visibility.ts';

const somebody = (subject: string, ...more: ('read' | 'operate')[]): Identity => ({
  subject,
  scopes: new Set(['read', ...more]),
  roles: [],
  via: 'token',
});
const [ada, bob, eve] = [somebody('ada'), somebody('bob'), somebody('eve')];
const stranger: Identity = { subject: 'anonymous', scopes: new Set(['read']), roles: [], via: 'none' };
const operator = somebody('olga', 'operate');
const result = (id: string) => ({ kind: 'result', id }) as const;
const none: ReadonlySet<string> = new Set();

function visibility(t: TestContext) {
  const db = openDatabase(':memory:');
  t.after(() => db.close());
  return visibilityIn(db, { nowMs: () => 1_000 });
}

test('what nobody made private is for all, also what does not exist', (t) => {
  const access = visibility(t);
  for (const who of [ada, stranger, anonymousOnLoopback])
    for (const thing of [result('r'), { kind: 'file', id: 'f' } as const])
      assert.equal(access.canSee(who, thing), true);
});

test('a private job is for its owner and for those it is shared with, and not for operators', (t) => {
  const access = visibility(t);
  const job: Thing & { kind: 'job' } = { kind: 'job', id: 'j', owner: 'ada', private: true };
  const seers = () => [ada, bob, eve, stranger, operator].filter((who) => access.canSee(who, job));
  assert.deepEqual(seers(), [ada]);
  access.share(ada, job, 'bob');
  assert.deepEqual(seers(), [ada, bob]);
  assert.deepEqual(access.readers(ada, job), ['bob']);
  assert.deepEqual(access.granted(bob, 'job'), ['j']);
  access.unshare(ada, job, 'bob');
  assert.deepEqual(seers(), [ada]);
});

test('the owner of an open job and operators may change it, others may only look', (t) => {
  const access = visibility(t);
  const job = { kind: 'job', id: 'j', owner: 'ada', private: false } as const;
  assert.deepEqual(
    [ada, bob, stranger, operator].map((who) => access.canChange(who, job)),
    [true, false, false, true],
  );
  assert.equal(access.canChange(operator, { ...job, private: true }), false);
});

test('strangers share a name and no belongings; the person at the machine owns what anonymous made', (t) => {
  const access = visibility(t);
  const job = { kind: 'job', id: 'j', owner: 'anonymous', private: true } as const;
  assert.equal(access.canSee(stranger, job), false);
  assert.equal(access.canSee(anonymousOnLoopback, job), true);
  const claim = { by: stranger, results: ['r'], known: none, private: true };
  assert.throws(() => access.claim(claim), { code: 'unauthenticated' });
  access.claim({ ...claim, by: anonymousOnLoopback });
  assert.equal(access.canSee(stranger, result('r')), false);
  assert.deepEqual(access.granted(stranger, 'result'), []);
  assert.equal(access.canSee(anonymousOnLoopback, result('r')), true);
});

test('the result of a private request is hidden from others, in single questions and in lists alike', (t) => {
  const access = visibility(t);
  access.claim({ by: ada, results: ['r1', 'r2'], known: none, private: true });
  assert.equal(access.canSee(ada, result('r1')), true);
  assert.equal(access.canSee(bob, result('r1')), false);
  assert.deepEqual(access.hidden(bob, 'result', ['r1', 'open', 'r2']), new Set(['r1', 'r2']));
  assert.deepEqual(access.hidden(ada, 'result', ['r1', 'open', 'r2']), none);
  access.share(ada, result('r1'), 'bob');
  assert.deepEqual(access.hidden(bob, 'result', ['r1', 'r2']), new Set(['r2']));
});

test('a private request hides nothing that was open before, known or still being made', (t) => {
  const access = visibility(t);
  access.claim({ by: bob, results: ['running'], known: none, private: false });
  access.claim({ by: ada, results: ['known', 'running'], known: new Set(['known']), private: true });
  assert.equal(access.canSee(stranger, result('known')), true);
  assert.equal(access.canSee(stranger, result('running')), true);
});

test('asking openly for what somebody has privately opens the result, unless a private file went in', (t) => {
  const access = visibility(t);
  access.keepPrivate(ada, 'file', ['upload']);
  access.claim({ by: ada, results: ['r', 's'], known: none, private: true });
  access.claim({ by: bob, results: ['r'], known: new Set(['r']), private: false });
  assert.equal(access.canSee(eve, result('r')), true);
  access.claim({ by: ada, results: ['s'], known: new Set(['s']), files: ['upload'], private: false });
  assert.equal(access.canSee(eve, result('s')), false);
  assert.equal(access.canSee(eve, { kind: 'file', id: 'upload' }), false);
});

test('two who asked privately for the same both have it, and neither can give it to all', (t) => {
  const access = visibility(t);
  access.claim({ by: ada, results: ['r'], known: none, private: true });
  access.claim({ by: bob, results: ['r'], known: new Set(['r']), private: true });
  assert.deepEqual(
    [ada, bob, eve].map((who) => access.canSee(who, result('r'))),
    [true, true, false],
  );
  assert.throws(() => access.share(ada, result('r'), 'anonymous'), { code: 'invalid_request' });
});

test('who may read may not share on, and who may not read learns nothing from trying', (t) => {
  const access = visibility(t);
  access.claim({ by: ada, results: ['r'], known: none, private: true });
  access.share(ada, result('r'), 'bob');
  assert.throws(() => access.share(bob, result('r'), 'eve'), { code: 'forbidden' });
  assert.throws(() => access.share(eve, result('r'), 'eve'), noSuch('result', 'r'));
  assert.throws(() => access.mustSee(eve, result('r')), noSuch('result', 'r'));
  access.share(ada, result('r'), 'ada');
  assert.doesNotThrow(() => access.share(ada, result('r'), 'eve'), 'an owner who shares with herself stays the owner');
});

interface Step {
  readonly who: number;
  readonly what: 'private' | 'open' | 'share' | 'unshare';
  readonly id: string;
  readonly to: string;
}
const people = [ada, bob, eve, stranger];

// What must hold: once open, for ever open; before that, only for those who asked or were let in.
function play(access: Visibility, steps: readonly Step[]) {
  const known = new Set<string>();
  const open = new Set<string>();
  const letIn = new Set<string>();
  for (const { who, what, id, to } of steps) {
    const by = people[who]!;
    if (what === 'private' || what === 'open') {
      access.claim({ by, results: [id], known, private: what === 'private' });
      if (what === 'open') open.add(id);
      letIn.add(`${by.subject} ${id}`);
      known.add(id);
    } else if (known.has(id)) {
      const done = outcome(() => access[what](by, result(id), to));
      if (done === 'done' && what === 'share') letIn.add(`${to} ${id}`);
    }
  }
  return (who: Identity, id: string): 'yes' | 'no' | 'either' => {
    if (open.has(id) || !known.has(id)) return 'yes';
    return letIn.has(`${who.subject} ${id}`) ? 'either' : 'no';
  };
}

function outcome(change: () => void): string {
  try {
    change();
    return 'done';
  } catch (error) {
    const { code } = error as { code: string };
    assert.match(code, /forbidden|not_found/);
    return code;
  }
}

test('whatever happens, only asking and being let in let people see, and lists agree with single questions', (t) => {
  const step = fc.record<Step>({
    who: fc.constantFrom(0, 1, 2),
    what: fc.constantFrom('private', 'open', 'share', 'unshare'),
    id: fc.constantFrom('a', 'b', 'c'),
    to: fc.constantFrom('ada', 'bob', 'eve'),
  });
  const holds = (steps: readonly Step[]) => {
    const access = visibility(t);
    const expected = play(access, steps);
    for (const who of people) {
      const hidden = access.hidden(who, 'result', ['a', 'b', 'c']);
      for (const id of ['a', 'b', 'c']) {
        assert.equal(access.canSee(who, result(id)), !hidden.has(id));
        if (expected(who, id) !== 'either') assert.equal(hidden.has(id), expected(who, id) === 'no');
      }
    }
  };
  fc.assert(fc.property(fc.array(step, { maxLength: 30 }), holds), { numRuns: 50 });
});

test('a long list among many private things is looked through in linear time', (t) => {
  const access = visibility(t);
  const ids = Array.from({ length: 20_000 }, (_, i) => i.toString(16).padStart(64, '0'));
  access.claim({ by: ada, results: ids.slice(0, 10_000), known: none, private: true });
  const startedMs = performance.now();
  assert.equal(access.hidden(bob, 'result', ids).size, 10_000);
  // 40 ms; it was 14 s when the list was walked for each of them.
  assert.ok(performance.now() - startedMs < 4_000);
});
