import { describe, expect, it } from 'vitest';
import { compareNaturally } from '../../../../../src/engine/compose/printed/natural-order.ts';

describe('compareNaturally', () => {
  it.each([
    { what: 'numbers inside names by their value', ordered: ['web1', 'web2', 'web10', 'web100'] },
    { what: 'numbers before letters, and what is neither before both', ordered: ['-a', '.a', '1', '2', '10', 'A', 'a', 'é'] },
    { what: 'a name before one that goes on', ordered: ['a', 'a1', 'a1b', 'ab', 'b'] },
    { what: 'zeros by how many there are', ordered: ['a0', 'a00', 'a1', 'a01'] },
    { what: 'a zero inside a number as a part of it', ordered: ['a9', 'a10', 'a19', 'a100'] },
    { what: 'versions by their parts', ordered: ['v1.9', 'v1.10', 'v2.0'] },
  ])('puts $what', ({ ordered }) => {
    expect([...ordered].reverse().sort(compareNaturally)).toEqual(ordered);
  });
});
