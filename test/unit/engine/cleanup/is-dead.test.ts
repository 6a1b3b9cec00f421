import { describe, expect, test } from 'vitest';
import { isDead, type Vantage } from '../../../../src/engine/cleanup/is-dead.ts';
import type { ProcessStatus } from '../../../../src/engine/cleanup/process-status.ts';
import type { Owner } from '../../../../src/engine/plan/labels.ts';

const here: Owner = { session: 'ours', pid: 100, host: 'box', machine: 'm1', boot: 'b2', namespace: '4026531836', started: '5000' };
const other: Owner = { ...here, session: 'theirs', pid: 200, started: '6000' };

const running = (started: string): ProcessStatus => ({ state: 'running', started });
const gone: ProcessStatus = { state: 'gone' };

const from = (status: ProcessStatus, changes: Partial<Vantage> = {}): Vantage => ({ here, engineIsLocal: true, lookUp: () => status, ...changes });
const silent = { boot: '', namespace: '', started: '' };

describe('an owner', () => {
  test.each<readonly [string, boolean, Owner, Vantage]>([
    ['that runs is not dead', false, other, from(running('6000'))],
    ['whose process is gone is dead', true, other, from(gone)],
    ['whose number has another process by now is dead', true, other, from(running('7000'))],
    ['whose start the system hides is not dead', false, other, from(running(''))],
    ['that did not know its own start is not dead while there is such a process', false, { ...other, started: '' }, from(running('7000'))],
    ['that is this process is not dead, whatever is seen', false, { ...here, pid: 1 }, from(gone)],
    ['of an earlier boot of this machine is dead, whoever has its number', true, { ...other, boot: 'b1' }, from(running('6000'))],
    ['of another boot is not dead to an engine far away: another machine may have the same identity', false, { ...other, boot: 'b1' }, from(gone, { engineIsLocal: false })],
    ['of this boot is judged by its process also when the engine is far away', true, other, from(gone, { engineIsLocal: false })],
    ['on another machine is not dead, whatever has its number here', false, { ...other, machine: 'm2', boot: 'b9', host: 'else' }, from(gone)],
    ['in another container on this machine is not dead: its numbers mean nothing here', false, { ...other, namespace: '4026532201' }, from(gone)],
    ['of an earlier boot in another container is not dead', false, { ...other, namespace: '4026532201', boot: 'b1' }, from(gone)],
    ['on a system that names no boot is judged by its process', true, { ...other, ...silent }, from(gone, { here: { ...here, ...silent } })],
    ['on such a system is not dead while there is such a process', false, { ...other, ...silent }, from(running(''), { here: { ...here, ...silent } })],
    ['on such a system is not dead to an engine far away', false, { ...other, ...silent }, from(gone, { here: { ...here, ...silent }, engineIsLocal: false })],
    ['on such a system is not dead when the machine is another', false, { ...other, ...silent, machine: 'm2' }, from(gone, { here: { ...here, ...silent } })],
    ['on such a system is not dead to one that names its boot', false, { ...other, ...silent }, from(gone)],
  ])('%s', (_title, expected, owner, vantage) => {
    expect(isDead(owner, vantage)).toBe(expected);
  });
});
