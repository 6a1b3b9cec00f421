import { expect, it } from 'vitest';
import { decideAction, findOrphans } from '../../../../src/engine/lifecycle/converge.ts';
import type { ContainerPlan } from '../../../../src/engine/plan/container-plan.ts';
import { COMPOSE_LABEL } from '../../../../src/engine/plan/labels.ts';
import type { ContainerStatus, ContainerSummary } from '../../../../src/engine/runtime/runtime.ts';

const plan: ContainerPlan = { name: 'p-web-1', service: 'web', number: 1, hash: 'h1', body: { Image: 'i' }, furtherEndpoints: [], files: [] };

const existing = (labels: Record<string, string> = {}, status: ContainerStatus = 'running', imageId = 'sha256:1'): ContainerSummary => ({
  id: 'c1', name: 'p-web-1', image: 'i', imageId, command: '', createdMs: 0, status, statusText: '', ports: [], networks: [], mounts: [],
  labels: { [COMPOSE_LABEL.service]: 'web', [COMPOSE_LABEL.number]: '1', [COMPOSE_LABEL.oneOff]: 'False', [COMPOSE_LABEL.configHash]: 'h1', ...labels },
});

const decide = (containers: readonly ContainerSummary[], force = false): string => decideAction(plan, 'sha256:1', containers, force).kind;

it('keeps what matches and runs', () => expect(decide([existing()])).toBe('keep'));
it('starts what matches and is stopped', () => expect(decide([existing({}, 'exited')])).toBe('start'));
it('recreates what has another hash', () => expect(decide([existing({ [COMPOSE_LABEL.configHash]: 'h0' })])).toBe('recreate'));
it('recreates what runs another image', () => expect(decide([existing({}, 'running', 'sha256:0')])).toBe('recreate'));
it('recreates what matches when told to', () => expect(decide([existing()], true)).toBe('recreate'));
it('recreates what is on other networks or has other volumes than planned', () => {
  const planned: ContainerPlan = {
    ...plan,
    body: { Image: 'i', HostConfig: { Binds: ['p_data:/data:rw', '/etc/hosts:/h:ro'], Mounts: [{ Type: 'volume', Target: '/anonymous' }] }, NetworkingConfig: { EndpointsConfig: { p_front: {} } } },
    furtherEndpoints: [{ key: 'back', network: 'p_back', body: {} }],
  };
  const mount = { type: 'volume', name: 'p_data', source: '', destination: '/data', writable: true };
  const found = { ...existing(), networks: ['p_back', 'p_front'], mounts: [mount] };
  const action = (changed: Partial<ContainerSummary>): string => decideAction(planned, 'sha256:1', [{ ...found, ...changed }], false).kind;
  expect([action({}), action({ networks: ['p_front'] }), action({ mounts: [] })]).toEqual(['keep', 'recreate', 'recreate']);
});
it('creates what is not there', () => expect(decide([existing({ [COMPOSE_LABEL.number]: '2' })])).toBe('create'));
it('does not take a one-off container for a replica', () => expect(decide([existing({ [COMPOSE_LABEL.oneOff]: 'True' })])).toBe('create'));

it('calls a container an orphan unless its service is in the stack, disabled, or it is one-off', () => {
  const other = { [COMPOSE_LABEL.service]: 'old' };
  expect(findOrphans(['web'], [], [existing(), existing(other)]).map(({ labels }) => labels[COMPOSE_LABEL.service])).toEqual(['old']);
  expect(findOrphans(['web'], ['old'], [existing(other)])).toEqual([]);
  expect(findOrphans(['web'], [], [existing({ [COMPOSE_LABEL.number]: '2' })])).toEqual([]);
  expect(findOrphans(['web'], [], [existing({ ...other, [COMPOSE_LABEL.oneOff]: 'True' })])).toEqual([]);
});
