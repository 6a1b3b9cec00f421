import { describe, expect, it } from 'vitest';
import { converge, findOrphans, type ConvergeOptions, type ServiceActions } from '../../../../src/engine/lifecycle/converge.ts';
import type { ContainerPlan } from '../../../../src/engine/plan/container-plan.ts';
import { COMPOSE_LABEL } from '../../../../src/engine/plan/labels.ts';
import type { ServicePlan } from '../../../../src/engine/plan/stack-plan.ts';
import type { ContainerSummary } from '../../../../src/engine/runtime/containers.ts';

const containerOf = (service: string, number: number): ContainerPlan => ({
  name: `p-${service}-${String(number)}`, service, number, hash: `hash of ${service}`, furtherEndpoints: [], files: [], publicPorts: [],
  body: {
    Image: 'i',
    HostConfig: { Mounts: [{ Type: 'volume', Source: 'p_data', Target: '/data' }] },
    NetworkingConfig: { EndpointsConfig: { p_default: {} } },
  },
});

const servicePlan = (name: string, { scale = 1, ...fields }: Partial<ServicePlan> & { readonly scale?: number } = {}): ServicePlan => ({
  name,
  model: { image: 'i', command: null, entrypoint: null },
  image: { reference: 'i', service: name, pullPolicy: 'missing', named: false },
  containers: Array.from({ length: scale }, (_, index) => containerOf(name, index + 1)),
  containerNumbered: (number) => containerOf(name, number),
  dependencies: [], createAfter: [], sharesNamespaceOf: [], oneShot: false, ready: [], dependents: [], optional: false, fieldAtFault: () => undefined,
  ...fields,
});

const existing = (service = 'web', number = 1, fields: Partial<ContainerSummary> = {}, labels: Record<string, string> = {}): ContainerSummary => ({
  id: `${service}${String(number)}`, name: `p-${service}-${String(number)}`, image: 'i', imageId: 'sha256:1', command: '', createdMs: 0, status: 'running', statusText: '', ports: [], networks: ['p_default'],
  mounts: [{ type: 'volume', name: 'p_data', source: '', destination: '/data', writable: true }],
  labels: { [COMPOSE_LABEL.service]: service, [COMPOSE_LABEL.number]: String(number), [COMPOSE_LABEL.oneOff]: 'False', [COMPOSE_LABEL.configHash]: `hash of ${service}`, ...labels },
  ...fields,
});

const shown = ({ placements, surplus }: ServiceActions): string =>
  [...placements.map(({ plan, action }) => `${action.kind} ${String(plan.number)}`), ...surplus.map(({ id }) => `remove ${id}`)].join(', ');

interface Scene extends Partial<ConvergeOptions> {
  readonly services?: readonly ServicePlan[];
  readonly changedNetworks?: ReadonlySet<string>;
}

const decide = (containers: readonly ContainerSummary[], { services = [servicePlan('web')], changedNetworks = new Set(), ...options }: Scene = {}): Record<string, string> => {
  const actions = converge(services, { containers, imageIds: new Map(services.map(({ name }) => [name, 'sha256:1'])), changedNetworks }, { forced: () => false, noRecreate: false, ...options });
  return Object.fromEntries([...actions].map(([name, action]) => [name, shown(action)]));
};
const decideWeb = (...args: Parameters<typeof decide>): string | undefined => decide(...args)['web'];

const otherHash = { [COMPOSE_LABEL.configHash]: 'another' };

describe('converge', () => {
  it.each([
    ['keeps what matches and runs', existing(), 'keep 1'],
    ['starts what is stopped', existing('web', 1, { status: 'exited' }), 'start 1'],
    ['starts what was only created', existing('web', 1, { status: 'created' }), 'start 1'],
    ['lets go on what is paused', existing('web', 1, { status: 'paused' }), 'unpause 1'],
    ['waits for what the engine starts again itself', existing('web', 1, { status: 'restarting' }), 'keep 1'],
    ['makes anew what is dead', existing('web', 1, { status: 'dead' }), 'recreate 1'],
    ['does not count what is being removed', existing('web', 1, { status: 'removing' }), 'create 1'],
    ['makes anew what has another hash', existing('web', 1, {}, otherHash), 'recreate 1'],
    ['makes anew what runs another image', existing('web', 1, { imageId: 'sha256:0' }), 'recreate 1'],
    ['makes anew what has lost a network', existing('web', 1, { networks: ['other'] }), 'recreate 1'],
    ['makes anew what mounts another volume', existing('web', 1, { mounts: [] }), 'recreate 1'],
    ['does not take a one-off container for a replica', existing('web', 1, {}, { [COMPOSE_LABEL.oneOff]: 'True' }), 'create 1'],
  ])('%s', (_title, container, expected) => expect(decideWeb([container])).toBe(expected));

  it('makes anew what is on a network that is', () => expect(decideWeb([existing()], { changedNetworks: new Set(['p_default']) })).toBe('recreate 1'));
  it('makes anew what matches when told to', () => expect(decideWeb([existing()], { forced: (name) => name === 'web' })).toBe('recreate 1'));
  it('keeps what does not match when told to', () => expect(decideWeb([existing('web', 1, {}, otherHash)], { noRecreate: true })).toBe('keep 1'));
  it('creates what is not there', () => expect(decideWeb([])).toBe('create 1'));

  it('numbers further replicas after the highest there is', () => {
    expect(decideWeb([existing('web', 2)], { services: [servicePlan('web', { scale: 3 })] })).toBe('keep 2, create 3, create 4');
  });

  it('removes what has changed before the highest number', () => {
    const containers = [existing('web', 1, {}, otherHash), existing('web', 2), existing('web', 3)];
    expect(decideWeb(containers, { services: [servicePlan('web', { scale: 2 })] })).toBe('keep 2, keep 3, remove web1');
    expect(decideWeb([existing('web', 1), existing('web', 2)])).toBe('keep 1, remove web2');
    expect(decideWeb([existing('web', 1)], { services: [servicePlan('web', { scale: 0 })] })).toBe('remove web1');
  });

  const onDb = (restart: boolean): Partial<ServicePlan> => ({ dependencies: [{ service: 'db', condition: 'service_started', required: true, restart }] });

  it('restarts who asks for it when a dependency is made anew, and those who depend on them', () => {
    const services = [
      servicePlan('far', { dependencies: [{ service: 'web', condition: 'service_started', required: true, restart: true }] }),
      servicePlan('web', onDb(true)), servicePlan('other', onDb(false)), servicePlan('db'),
    ];
    const running = ['far', 'web', 'other'].map((name) => existing(name));
    expect(decide([...running, existing('db', 1, {}, otherHash)], { services })).toEqual({ db: 'recreate 1', web: 'restart 1', far: 'restart 1', other: 'keep 1' });
    expect(decide([...running, existing('db', 1, { status: 'exited' })], { services })).toEqual({ db: 'start 1', web: 'keep 1', far: 'keep 1', other: 'keep 1' });
    expect(decide([...running, existing('db')], { services: services.map((service) => (service.name === 'db' ? servicePlan('db', { scale: 2 }) : service)) })).toEqual({ db: 'keep 1, create 2', web: 'keep 1', far: 'keep 1', other: 'keep 1' });
  });

  it('makes anew who shares with what is made anew, and restarts who shares a namespace that was gone', () => {
    const sharer = servicePlan('web', { createAfter: ['db'], sharesNamespaceOf: ['db'], model: { image: 'i', command: null, entrypoint: null, network_mode: 'service:db' } });
    const services = [sharer, servicePlan('db')];
    const shares = (id: string): ContainerSummary => existing('web', 1, {}, { [COMPOSE_LABEL.configHash]: converge([sharer, servicePlan('db')], { containers: [existing('web'), existing('db', 1, { id })], imageIds: new Map(), changedNetworks: new Set() }, { forced: () => false, noRecreate: true }).get('web')!.placements[0]!.plan.hash });
    expect(decide([shares('db1'), existing('db')], { services })).toEqual({ db: 'keep 1', web: 'keep 1' });
    expect(decide([shares('db0'), existing('db')], { services })).toEqual({ db: 'keep 1', web: 'recreate 1' });
    expect(decide([shares('db1'), existing('db', 1, {}, otherHash)], { services })).toEqual({ db: 'recreate 1', web: 'recreate 1' });
    expect(decide([shares('db1'), existing('db', 1, { status: 'exited' })], { services })).toEqual({ db: 'start 1', web: 'restart 1' });
  });
});

it('calls a container an orphan unless its service is in the stack, disabled, or it is one-off', () => {
  expect(findOrphans(['web'], [], [existing(), existing('old')]).map(({ labels }) => labels[COMPOSE_LABEL.service])).toEqual(['old']);
  expect(findOrphans(['web'], ['old'], [existing('old')])).toEqual([]);
  expect(findOrphans(['web'], [], [existing('web', 2)])).toEqual([]);
  expect(findOrphans(['web'], [], [existing('old', 1, {}, { [COMPOSE_LABEL.oneOff]: 'True' })])).toEqual([]);
});
