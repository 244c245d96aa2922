// Tests of sums over discs and rings: against the plain definition.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ringSums } from './ring-sum.ts';

function byDefinition(image: Float64Array, size: number, innerPx: number, outerPx: number): number[] {
  return Array.from(image, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    let sum = 0;
    image.forEach((value, other) => {
      const square = (Math.floor(other / size) - row) ** 2 + ((other % size) - column) ** 2;
      if (square >= innerPx ** 2 && square <= outerPx ** 2) sum += value;
    });
    return sum;
  });
}

test('discs and rings are the sums of their definition, at the edges too', () => {
  const radius = fc.constantFrom(0, 0.4, 1, 1.5, 2, 2.83, 3, 5, 7.2);
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 81, maxLength: 81 }),
      radius,
      radius,
      (values, a, b) => {
        const image = Float64Array.from(values);
        const [inner, outer] = [Math.min(a, b), Math.max(a, b)];
        assert.deepEqual([...ringSums(image, 9, inner, outer)], byDefinition(image, 9, inner, outer));
      },
    ),
  );
});

test('a ring leaves out its middle, a disc does not', () => {
  const image = new Float64Array(49);
  image[24] = 5;
  assert.equal(ringSums(image, 7, 0, 2)[24], 5);
  assert.equal(ringSums(image, 7, 1, 2)[24], 0);
  assert.equal(ringSums(image, 7, 1, 2)[26], 5);
});
