import { expect, test } from 'vitest';
import { routesIn } from '../../../../src/engine/lifecycle/host-routes.ts';
import { freeSubnets } from '../../../../src/engine/plan/free-subnet.ts';

const first = (taken: readonly string[], start = 0): string | undefined => freeSubnets(taken, start).next().value ?? undefined;

test('chooses the first subnet that overlaps nothing', () => {
  expect(first([])).toBe('10.0.0.0/22');
  expect(first(['10.0.0.0/22', '10.0.5.0/24', '10.0.8.1'])).toBe('10.0.12.0/22');
  expect(first(['10.0.1.7/16'])).toBe('10.1.0.0/22');
  expect(first(['10.0.0.0/8'])).toBe('172.16.0.0/22');
  expect(first(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/17'])).toBe('192.168.128.0/22');
});

test('goes round from where it starts, and ends when everything is taken', () => {
  expect(first([], 0.5)).toBe('10.136.128.0/22');
  expect(first(['192.168.252.0/22'], 0.99999)).toBe('10.0.0.0/22');
  expect(first(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'], 0.3)).toBeUndefined();
  const all = [...freeSubnets([], 0.7)];
  expect([all.length, new Set(all).size]).toEqual([17_472, 17_472]);
});

test('takes the default route, its halves and what is not IPv4 for no network', () => {
  expect(first(['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', 'fd00::/8', '', '10.0.0.0/33'])).toBe('10.0.0.0/22');
});

test('reads destinations from the routing tables of Linux', () => {
  expect(routesIn(`Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
        /1 universe UNICAST
     +-- 172.17.0.0/16 2 0 2
        |-- 172.17.0.0
           /16 link UNICAST
Id 220:
     |-- 10.20.0.0
        /14 universe UNICAST
Local:
        |-- 172.17.0.1
           /32 host LOCAL
`)).toEqual(['0.0.0.0/0', '0.0.0.0/1', '172.17.0.0/16', '10.20.0.0/14', '172.17.0.1/32']);
});
