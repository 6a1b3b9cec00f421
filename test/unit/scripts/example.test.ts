import { expect, test } from 'vitest';
import { failureFaults } from '../../../scripts/steps/example.mjs';

const asMeant = `
AssertionError: expected 422 to be 201 // Object.is equality

stack shop (project shop-1) during this test:
  orders    running (healthy), 2 lines:
    orders | 06:25:56.228 error: order refused: quantity must be a whole number from 1 to 100, got 250

      Tests  1 failed (1)
`;

test('a failure with the assertion and the log line is as it should be', () => {
  expect(failureFaults(1, asMeant)).toEqual([]);
});

test('a pass is a fault', () => {
  expect(failureFaults(0, asMeant)).toEqual(['it passed']);
});

test('a failure for another reason, or without evidence, is a fault', () => {
  expect(failureFaults(1, 'AssertionError: expected 422 to be 201\n      Tests  1 failed (1)')).toMatchInlineSnapshot(`
    [
      "its output lacks the service's own reason, from its log (/orders\\b.*error: order refused: quantity must be a whole number from 1 to 100, got 250/)",
    ]
  `);
  expect(failureFaults(1, asMeant.replace('AssertionError: expected 422', 'ReferenceError: expected 422'))).toMatchInlineSnapshot(`
    [
      "its output lacks the failed assertion (/AssertionError: expected 422 to be 201/)",
    ]
  `);
});
