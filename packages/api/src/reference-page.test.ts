// The page of the interface: complete, well-formed, without anything that runs or comes from elsewhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curlLine, referencePage, referencePagePolicy } from './reference-page.ts';
import { routes, routeList } from './route-table.ts';

const page = referencePage('1.2 <3>', 'http://127.0.0.1:8640');

test('every route is on the page once, and every link inside the page leads somewhere', () => {
  for (const [operation] of routeList) assert.equal(page.split(`<article id="${operation}">`).length, 2, operation);
  for (const [, anchor] of page.matchAll(/href="#([\w-]+)"/g)) assert.ok(page.includes(`id="${anchor}"`), anchor);
});

test('nothing on the page runs or is fetched, and texts cannot become tags', () => {
  assert.doesNotMatch(page, /<script|<img|<link|<iframe|\bon\w+=|@import|url\(/i);
  assert.ok(page.includes('1.2 &lt;3&gt;'));
  const policy = new Set(referencePagePolicy.split('; '));
  assert.ok(policy.has("default-src 'none'"));
  assert.doesNotMatch(referencePagePolicy, /script-src|https?:/);
});

test('each element that is opened is closed', () => {
  const open: string[] = [];
  for (const [, slash, name] of page.matchAll(/<(\/?)([a-z]\w*)[^>]*>/g)) {
    if (name === 'meta') continue;
    if (slash) assert.equal(open.pop(), name);
    else open.push(name!);
  }
  assert.deepEqual(open, []);
});

test('a line to try has the method, the body of the example, and capitals for what to fill in', () => {
  const url = 'http://h';
  assert.equal(curlLine(routes.getResult, url), "curl 'http://h/api/v1/results/ID'");
  assert.equal(
    curlLine(routes.planGoal, url),
    `curl -X POST -H 'content-type: application/json' -d '{"analysis":"tutorial.BinnedEvents","parameters":{"binSizeKeV":"4 keV"}}' 'http://h/api/v1/plan'`,
  );
  assert.match(curlLine(routes.getFile, url), /^curl -O -J /);
});
