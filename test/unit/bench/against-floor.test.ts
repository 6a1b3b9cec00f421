import { describe, expect, it } from 'vitest';
import { againstFloor } from '../../../bench/against-floor.mjs';

const floor = (name: string, upMs: number[], downMs: number[]) => ({ name, role: 'floor' as const, upMs, downMs });

describe('againstFloor', () => {
  it('takes the floor with the least median of up and down together', () => {
    const measured = [floor('2 at once', [50, 50, 50], [100, 100, 100]), floor('3 at once', [60, 60, 900], [60, 60, 60]), floor('5 at once', [100, 100, 100], [30, 30, 30])];
    expect(againstFloor(measured).floor).toBe('3 at once');
  });

  it('holds a round against the same round of the floor, and takes the median of that', () => {
    const ours = { name: 'ours', role: 'ours' as const, upMs: [60, 110, 160], downMs: [50, 110, 140] };
    const { contenders } = againstFloor([floor('floor', [50, 100, 150], [50, 100, 150]), ours]);
    expect(contenders[1]).toMatchObject({ totalMs: [110, 220, 300], ratios: [1.1, 1.1, 1], ratio: { median: 1.1, min: 1, max: 1.1 } });
  });

  it('gives the floor itself a ratio of one', () => {
    expect(againstFloor([floor('floor', [50, 80], [10, 20])]).contenders[0]?.ratios).toEqual([1, 1]);
  });

  it('does not take for a floor what only informs', () => {
    const { floor: name } = againstFloor([floor('floor', [50], [50]), { name: 'nobody waits', role: 'information', upMs: [1], downMs: [1] }]);
    expect(name).toBe('floor');
  });

  it('refuses a run without a floor', () => {
    expect(() => againstFloor([{ name: 'ours', role: 'ours', upMs: [1], downMs: [1] }])).toThrowErrorMatchingInlineSnapshot(`[Error: There is no floor among the contenders.]`);
  });
});
