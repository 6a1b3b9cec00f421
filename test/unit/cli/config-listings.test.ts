import { describe, expect, it } from 'vitest';
import { hashLines, imageLines, profileLines, sectionLines, serviceLines } from '../../../src/cli/config-listings.ts';
import { resolveSpec } from '../../../src/engine/compose/resolve.ts';
import type { Model } from '../../../src/engine/compose/model.ts';
import type { ComposeSpec } from '../../../src/engine/compose/spec.ts';

const modelOf = async (spec: ComposeSpec): Promise<Model> => (await resolveSpec(spec, { env: {}, projectName: 'shop' })).model;

const shop = {
  services: { api: { build: '.', depends_on: ['queue', 'db'] }, queue: { image: 'rabbitmq', depends_on: ['db'] }, db: { image: 'postgres', volumes: ['data:/data'] } },
  volumes: { data: {}, idle: {} },
} as ComposeSpec;

describe('the listings of config', () => {
  it('put a service after those it depends on', async () => {
    expect(serviceLines(await modelOf(shop))).toEqual(['db', 'queue', 'api']);
  });

  it('have only the volumes that a service uses', async () => {
    expect(sectionLines(await modelOf(shop), 'volumes')).toEqual(['data']);
  });

  it('name the image of a build after its project and service', async () => {
    expect(imageLines(await modelOf(shop))).toEqual(['shop-api', 'postgres', 'rabbitmq']);
  });

  it('have each profile once', () => {
    expect(profileLines({ services: { a: { profiles: ['debug', 'all'] }, b: { profiles: ['all'] }, c: {}, d: null } })).toEqual(['all', 'debug']);
    expect(profileLines({})).toEqual([]);
  });

  it('have a hash for every service, or for those that are named', async () => {
    const model = await modelOf(shop);
    const all = hashLines(model, '*');
    expect(all).toEqual(['api', 'db', 'queue'].map((name) => expect.stringMatching(new RegExp(`^${name} [0-9a-f]{64}$`)) as unknown));
    expect(hashLines(model, 'queue,db')).toEqual([all[1], all[2]]);
    expect(() => hashLines(model, 'quee')).toThrow(expect.objectContaining({ name: 'CommandFailure', message: 'no such service: quee; did you mean "queue"?' }));
  });

  it('have another hash once a service differs', async () => {
    const [before, after] = [await modelOf({ services: { a: { image: 'x' } } }), await modelOf({ services: { a: { image: 'x', user: 'me' } } })];
    expect(hashLines(before, 'a')).not.toEqual(hashLines(after, 'a'));
  });
});
