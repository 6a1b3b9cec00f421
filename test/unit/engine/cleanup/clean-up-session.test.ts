import { describe, expect, test } from 'vitest';
import { cleanUpSession, type CleanUpTimes } from '../../../../src/engine/cleanup/clean-up-session.ts';
import type { Cleanable } from '../../../../src/engine/cleanup/remove-resources.ts';
import { currentOwner } from '../../../../src/engine/cleanup/owner.ts';
import { ownerLabels, projectLabels, type Keep } from '../../../../src/engine/plan/labels.ts';

const times: CleanUpTimes = { lookMs: 2, lookAtMostMs: 5, quietMs: 300, answerWithinMs: 1_000, giveUpAfterMs: 10_000 };
const idle = { creating: 0, kept: [] };
const busy = { creating: 1, kept: [] };

interface Box { readonly id: string; readonly name: string; readonly labels: Record<string, string> }

const box = (name: string, keep?: Keep): Box => ({ id: name, name, labels: { ...ownerLabels(currentOwner(), 'process', 0, keep), ...projectLabels(name) } });

/** An engine that has containers only, which a real one cannot be made to lose at a chosen moment. */
class Engine {
  boxes: Box[];
  connections = 0;
  closed = 0;
  lists = 0;
  onList: (list: number) => void = () => undefined;

  constructor(...boxes: Box[]) {
    this.boxes = boxes;
  }

  readonly connect = async (): Promise<Cleanable & { close: () => void }> => {
    this.connections += 1;
    const containers = {
      list: async () => {
        this.lists += 1;
        this.onList(this.lists);
        return Promise.resolve(this.boxes);
      },
      remove: async (id: string) => {
        this.boxes = this.boxes.filter((one) => one.id !== id);
        return Promise.resolve();
      },
    };
    const nothing = { list: async () => Promise.resolve([]) };
    return Promise.resolve({ containers, networks: nothing, volumes: nothing, close: () => { this.closed += 1; } } as unknown as Cleanable & { close: () => void });
  };
}

const clean = (engine: Engine, watched: { readonly creating: number; readonly kept: readonly string[] } = idle, limits = times): Promise<boolean> => cleanUpSession('s', watched, engine.connect, limits);

describe('cleaning up after a session', () => {
  test('ends with one look where nothing was being created and nothing is there', async () => {
    const engine = new Engine();
    expect(await clean(engine)).toBe(true);
    expect(engine.lists).toBe(1);
    expect(engine.closed).toBe(1);
  });

  test('removes what is there, and looks until nothing shows up for a while', async () => {
    const engine = new Engine(box('a'), box('b'));
    expect(await clean(engine)).toBe(true);
    expect(engine.boxes).toEqual([]);
    expect(engine.lists).toBeGreaterThan(3);
  });

  test('waits for what was being created and shows up late', async () => {
    const engine = new Engine();
    engine.onList = (list) => {
      if (list === 3) engine.boxes.push(box('late'));
    };
    expect(await clean(engine, busy)).toBe(true);
    expect(engine.boxes).toEqual([]);
    expect(engine.lists).toBeGreaterThan(4);
  });

  test('connects again after the engine was away', async () => {
    const engine = new Engine(box('a'));
    engine.onList = (list) => {
      if (list < 4) throw new Error('away');
    };
    expect(await clean(engine)).toBe(true);
    expect(engine.boxes).toEqual([]);
    expect(engine.connections).toBe(4);
    expect(engine.closed).toBe(4);
  });

  test('gives up in the end on an engine that stays away', async () => {
    const engine = new Engine(box('a'));
    engine.onList = () => {
      throw new Error('away');
    };
    expect(await clean(engine, idle, { ...times, giveUpAfterMs: 200 })).toBe(false);
    expect(engine.connections).toBe(engine.closed);
  });

  test('leaves what is always kept, and what is kept on a failure when there was one', async () => {
    const keep = { when: 'on-failure', untilMs: 0 } as const;
    const engine = new Engine(box('always', { when: 'always', untilMs: 0 }), box('failed', keep), box('passed', keep), box('other'));
    expect(await clean(engine, { creating: 0, kept: ['failed', 'other'] })).toBe(true);
    expect(engine.boxes.map(({ name }) => name)).toEqual(['always', 'failed']);
  });
});
