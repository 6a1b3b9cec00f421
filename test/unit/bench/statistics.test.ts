import { describe, expect, it } from 'vitest';
import { pairRatios, rotated, summarise } from '../../../bench/statistics.mjs';

describe('summarise', () => {
  it('takes the middle value of an odd number of rounds, whatever their order', () => {
    expect(summarise([30, 10, 20])).toEqual({ median: 20, min: 10, max: 30, count: 3 });
  });

  it('takes the mean of the two middle values of an even number of rounds', () => {
    expect(summarise([1, 100, 3, 2]).median).toBe(2.5);
  });

  it('orders by size and not by digits', () => {
    expect(summarise([9, 10, 100])).toMatchObject({ median: 10, min: 9, max: 100 });
  });

  it('leaves the measurements as they are', () => {
    const values = [3, 1, 2];
    summarise(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('refuses to sum up nothing', () => {
    expect(() => summarise([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: There is nothing to summarise: no value was measured.]`);
  });
});

describe('pairRatios', () => {
  it('holds each round against the same round of the floor', () => {
    expect(pairRatios([110, 440], [100, 400])).toEqual([1.1, 1.1]);
  });

  it('refuses rounds without a partner', () => {
    expect(() => pairRatios([1, 2], [1])).toThrowErrorMatchingInlineSnapshot(`[RangeError: 2 rounds cannot be held against 1: each needs its partner.]`);
  });
});

describe('rotated', () => {
  it('begins each round with the next one', () => {
    expect([0, 1, 2, 3].map((round) => rotated(['a', 'b', 'c'], round).join(''))).toEqual(['abc', 'bca', 'cab', 'abc']);
  });

  it('has nothing to turn in an empty list', () => {
    expect(rotated([], 3)).toEqual([]);
  });
});
