import { expect, test } from 'vitest';
import { parseContainer, parseContainerSummary, parseHealthcheck } from '../../../../src/engine/runtime/container-facts.ts';

const answer = {
  Id: 'abc',
  Name: '/shop-db-1',
  Image: 'sha256:def',
  Created: '2026-11-24T05:33:06.5Z',
  RestartCount: 2,
  State: { Status: 'created', Running: false, ExitCode: 0, OOMKilled: false, Error: '', StartedAt: '0001-01-01T00:00:00Z', FinishedAt: '0001-01-01T00:00:00Z' },
  Config: { Labels: null, Tty: false },
  HostConfig: { RestartPolicy: { Name: 'no' } },
  NetworkSettings: { Ports: { '80/tcp': null, '81/tcp': [{ HostIp: '127.0.0.1', HostPort: '4000' }] }, Networks: { n: { NetworkID: 'id', IPAddress: '10.0.0.2', Aliases: null } } },
  Mounts: [{ Type: 'bind', Name: '', Source: '/a', Destination: '/b', RW: false }],
};

test('reads a container that never started: no times, no health, no labels', () => {
  const { raw, ...facts } = parseContainer(answer);
  expect(raw).toBe(answer);
  expect(facts).toEqual({
    id: 'abc',
    name: 'shop-db-1',
    imageId: 'sha256:def',
    createdMs: Date.UTC(2026, 10, 24, 5, 33, 6, 500),
    labels: {},
    state: { status: 'created', running: false, exitCode: 0, outOfMemory: false, error: '' },
    restartCount: 2,
    restartPolicy: 'no',
    tty: false,
    ports: { '80/tcp': [], '81/tcp': [{ hostIp: '127.0.0.1', hostPort: 4000 }] },
    networks: { n: { networkId: 'id', ipAddress: '10.0.0.2', aliases: [] } },
    mounts: [{ type: 'bind', source: '/a', destination: '/b', writable: false }],
  });
});

test('takes the empty health of Podman for none', () => {
  expect(parseContainer({ ...answer, State: { ...answer.State, Health: { Status: '', FailingStreak: 0, Log: null } } }).state).not.toHaveProperty('health');
});

test('reads a healthcheck in milliseconds and leaves out what is inherited', () => {
  expect(parseHealthcheck({ Test: ['CMD', 'true'], Interval: 1_500_000_000, Timeout: 0, Retries: 3 })).toEqual({ test: ['CMD', 'true'], intervalMs: 1500, retries: 3 });
});

test.each([[undefined], [null], [{}], [{ Test: null }], [{ Test: [] }], [{ Test: ['NONE'], Interval: 1 }]])('finds no healthcheck in %j', (healthcheck) => {
  expect(parseHealthcheck(healthcheck)).toBeUndefined();
});

test('lists a container under its own name and not under that of a link', () => {
  const listed = { Id: 'abc', Names: ['/web/db', '/db'], Image: 'i', ImageID: 's', Command: 'c', Created: 2, State: 'running', Status: 'Up', Labels: null, Ports: [{ PrivatePort: 80, Type: 'tcp' }] };
  expect(parseContainerSummary(listed)).toMatchObject({ name: 'db', createdMs: 2000, ports: [{ containerPort: 80, protocol: 'tcp' }], networks: [], labels: {} });
});
