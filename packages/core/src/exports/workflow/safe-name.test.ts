// Names that nothing can misread, out of any text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { safeName } from './safe-name.ts';

test('a plain name stays as it is, with dots or with underscores in their place', () => {
  assert.equal(safeName('tutorial.BinnedEvents'), 'tutorial.BinnedEvents');
  assert.equal(safeName('tutorial.BinnedEvents', '_'), 'tutorial_BinnedEvents');
});

test('folders, options, hidden files, quotes and shell words lose what makes them dangerous', () => {
  for (const name of ['../../etc/passwd', '-rf', '.hidden', '', '$(HOME)', '"; rm -rf /', 'a\nb', '\u202Egnp.exe'])
    assert.match(safeName(name), /^[A-Za-z0-9][\w.-]*$/, JSON.stringify(name));
  assert.equal(safeName('a/picture of "w".txt'), 'a_picture_of_w_.txt');
});

test('any text gives a name of 1 to 81 safe characters, the same each time and again of itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const name = safeName(text);
      assert.match(name, /^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$/);
      if (name.length <= 80) assert.equal(safeName(name), name);
    }),
  );
});
