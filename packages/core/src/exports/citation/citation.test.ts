// Citations: plain defaults, people and groups told apart, texts that every format can hold.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { rootOf, type History } from '../history.ts';
import { sampleHistory } from '../sample-history.ts';
import { latexText } from './bib-tex.ts';
import { citationOf, citedText } from './citation.ts';
import { yamlText } from './citation-cff.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const history = sampleHistory(sha256);

test('without options a citation names the analysis, who asked, and when it was published', () => {
  const citation = citationOf(history, {});
  assert.equal(citation.title, 'sample.Mosaic');
  assert.deepEqual(citation.creators, [{ name: 'vera' }]);
  assert.equal(citation.publishedDay, '2026-03-01');
  assert.equal(citation.address, `urn:stemma:id:result-${rootOf(history).id}`);
  assert.match(citation.method, /version 1, in 6 steps from 1 data files, with pixelDeg = 0\.08 deg, note = plain\.$/);
});

test('a name with a comma is a person, all others are taken as they are', () => {
  const creators = [{ name: 'Rubin, Vera' }, { name: 'The Collaboration' }, { name: ', Vera' }, { name: 'Rubin,' }];
  const { creators: cited } = citationOf(history, { creators });
  assert.deepEqual(
    cited.map(({ person }) => person),
    [{ family: 'Rubin', given: 'Vera' }, undefined, undefined, undefined],
  );
});

test('a history without any activity has an unknown creator, not none', () => {
  const nodes = [...history.nodes].map(([id, node]) => {
    const { activity, ...rest } = node;
    assert.ok(activity || node.kind !== 'analysis' || node.producedBy !== id);
    return [id, rest] as const;
  });
  const bare: History = { root: history.root, nodes: new Map(nodes) };
  assert.deepEqual(citationOf(bare, {}).creators, [{ name: 'unknown' }]);
});

test('a source is cited once, by its DOI, else by its first address; one without addresses is left out', () => {
  const withUrls = (urls?: readonly string[]): History => {
    const nodes = [...history.nodes].map(([id, node]) => {
      const { urls: _, ...source } = node.source ?? { name: '', sha256: '', mediaType: '' };
      return [id, node.source ? { ...node, source: { ...source, ...(urls && { urls }) } } : node] as const;
    });
    return { root: history.root, nodes: new Map(nodes) };
  };
  const [only] = citationOf(history, {}).sources;
  assert.deepEqual(only, { title: 'events.fits', doi: '10.5072/example.1', licence: 'CC-BY-4.0' });
  const [first] = citationOf(withUrls(['https://a.example/x y', 'https://b.example/']), {}).sources;
  assert.equal(first!.url, 'https://a.example/x%20y');
  assert.deepEqual(citationOf(withUrls(), {}).sources, []);
});

test('cited text is one line that is never empty', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const cited = citedText(text);
      assert.ok(cited.length > 0 && cited.isWellFormed());
      assert.doesNotMatch(cited, /[\r\n\t]|^\s|\s$/);
    }),
  );
  assert.equal(citedText(' \n '), 'unknown');
});

test('YAML text comes back by the rules of double-quoted scalars, and is one line of letters and ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const quoted = yamlText(text);
      assert.match(quoted, /^"[ -~\p{L}]*"$/u);
      const back = quoted
        .slice(1, -1)
        .replace(
          /\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|(["\\]))/g,
          (_, u?: string, U?: string, own?: string) => own ?? String.fromCodePoint(parseInt((u ?? U)!, 16)),
        );
      assert.equal(back, text.toWellFormed());
    }),
  );
});

test('LaTeX text has no brace of the text itself, and no special character that is not escaped', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '{', '}', '\\', '%', '$', '#', '&', '_', '^', '~', ' ') }),
      (text) => {
        const written = latexText(text);
        const bare = written.replace(/\\(?:text[a-z]+\{\}|[#$%&_])/g, '');
        assert.match(bare, /^[a ]*$/);
        assert.equal((written.match(/\{/g) ?? []).length, (written.match(/\}/g) ?? []).length);
      },
    ),
  );
});
