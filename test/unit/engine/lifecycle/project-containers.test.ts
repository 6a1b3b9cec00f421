import { expect, it } from 'vitest';
import { stopOrder } from '../../../../src/engine/lifecycle/project-containers.ts';
import { COMPOSE_LABEL } from '../../../../src/engine/plan/labels.ts';
import type { ContainerSummary } from '../../../../src/engine/runtime/containers.ts';

const container = (service: string, dependsOn = '', number = 1): ContainerSummary => ({
  id: `${service}-${String(number)}`,
  name: `${service}-${String(number)}`,
  image: '',
  imageId: '',
  command: '',
  createdMs: 0,
  status: 'running',
  statusText: '',
  labels: { [COMPOSE_LABEL.service]: service, [COMPOSE_LABEL.dependsOn]: dependsOn },
  ports: [],
  networks: [], mounts: [],
});

const order = (...containers: readonly ContainerSummary[]): string[][] => stopOrder(containers).map((wave) => wave.map(({ name }) => name));

it('stops a service only after those that depend on it', () => {
  expect(order(container('db'), container('web', 'api:service_started:false'), container('api', 'db:service_healthy:false,cache:service_started:false'), container('cache'))).toEqual([
    ['web-1'], ['api-1'], ['db-1', 'cache-1'],
  ]);
});

it('stops replicas together', () => {
  expect(order(container('web', '', 1), container('web', '', 2))).toEqual([['web-1', 'web-2']]);
});

it('stops everything at once where the labels contradict each other', () => {
  expect(order(container('a', 'b:service_started:false'), container('b', 'a:service_started:false'))).toEqual([['a-1', 'b-1']]);
});
