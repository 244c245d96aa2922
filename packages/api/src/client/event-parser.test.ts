// Server-sent events, cut anywhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EventParser, type SentEvent } from './event-parser.ts';

const stream =
  ': hello\r\nretry: 250\r\n\r\nid: 1\nevent: state\ndata: {"a":1}\n\n' +
  'data: first\rdata:  second é\r\rid: 7\ndata\n\nevent: lost\n\nid: 9\ndata: cut';
const expected: SentEvent[] = [
  { id: '1', type: 'state', data: '{"a":1}' },
  { id: '1', type: 'message', data: 'first\n second é' },
  { id: '7', type: 'message', data: '' },
];

test('events are the same wherever the bytes are cut; what is not ended is not told', () => {
  const bytes = new TextEncoder().encode(stream);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 30 }), (cuts) => {
      const parser = new EventParser();
      const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const events = places.slice(1).flatMap((end, i) => parser.push(bytes.subarray(places[i], end)));
      assert.deepEqual(events, expected);
      assert.equal(parser.retryMs, 250);
    }),
  );
});
