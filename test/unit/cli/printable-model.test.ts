import { describe, expect, it } from 'vitest';
import { jsonDocument } from '../../../src/cli/json-text.ts';
import { printableModel } from '../../../src/cli/printable-model.ts';
import type { Format } from '../../../src/engine/compose/printed/printed.ts';
import { yamlDocument } from '../../../src/cli/yaml-text.ts';
import { resolveSpec } from '../../../src/engine/compose/resolve.ts';
import type { ComposeSpec } from '../../../src/engine/compose/spec.ts';

const print = async (spec: ComposeSpec, format: Format, unused = false): Promise<string> => {
  const { model } = await resolveSpec(spec, { env: {}, projectName: 'shop', projectDirectory: '/shop' });
  const printed = printableModel(model, { format, unused });
  return format === 'json' ? jsonDocument(printed) : yamlDocument(printed);
};

const resources: ComposeSpec = {
  services: { web: { image: 'nginx', volumes: ['used:/v'], networks: ['front'] } },
  networks: { front: {}, idle: {} },
  volumes: { used: {}, idle: {} },
  secrets: { idle: { environment: 'X' } },
};

describe('printableModel', () => {
  it('leaves out what no service uses, and a section with nothing left', async () => {
    expect(await print(resources, 'yaml')).toMatchInlineSnapshot(`
      "name: shop
      services:
        web:
          image: nginx
          networks:
            front: null
          volumes:
            - type: volume
              source: used
              target: /v
              volume: {}
      networks:
        front:
          name: shop_front
      volumes:
        used:
          name: shop_used
      "
    `);
  });

  it('keeps what no service uses where asked to', async () => {
    expect(await print(resources, 'yaml', true)).toMatchInlineSnapshot(`
      "name: shop
      services:
        web:
          image: nginx
          networks:
            front: null
          volumes:
            - type: volume
              source: used
              target: /v
              volume: {}
      networks:
        front:
          name: shop_front
        idle:
          name: shop_idle
      volumes:
        idle:
          name: shop_idle
        used:
          name: shop_used
      secrets:
        idle:
          name: shop_idle
          environment: X
      "
    `);
  });

  it('counts the secrets of a build as used', async () => {
    const spec = { services: { web: { build: { context: '.', secrets: ['token'] } } }, secrets: { token: { environment: 'X' } } } as ComposeSpec;
    expect(await print(spec, 'yaml')).toContain('secrets:\n  token:\n    name: shop_token\n    environment: X\n');
  });

  const extended = {
    'x-b': { z: 1, a: [{ y: 2, b: 1 }] },
    'x-a': 1,
    services: { web: { 'x-web': true, image: 'nginx', network_mode: 'none', deploy: { 'x-deploy': 1 }, healthcheck: { retries: 3, test: ['CMD', 'true'] }, labels: { l10: 'a', l9: 'b', 'x-l': 'c' } } },
  } as ComposeSpec;

  it('puts keys in the order of Compose, extensions last, and the rest in natural order', async () => {
    expect(await print(extended, 'yaml')).toMatchInlineSnapshot(`
      "name: shop
      services:
        web:
          deploy:
            x-deploy: 1
          healthcheck:
            test:
              - CMD
              - "true"
            retries: 3
          image: nginx
          labels:
            l9: b
            l10: a
            x-l: c
          network_mode: none
          x-web: true
      x-a: 1
      x-b:
        a:
          - b: 1
            "y": 2
        z: 1
      "
    `);
  });

  it('has extensions in JSON at the top only, where keys are sorted, and says what YAML leaves unsaid', async () => {
    expect(await print(extended, 'json')).toMatchInlineSnapshot(`
      "{
        "name": "shop",
        "services": {
          "web": {
            "command": null,
            "deploy": {
              "resources": {},
              "placement": {}
            },
            "entrypoint": null,
            "healthcheck": {
              "test": [
                "CMD",
                "true"
              ],
              "retries": 3
            },
            "image": "nginx",
            "labels": {
              "l10": "a",
              "l9": "b",
              "x-l": "c"
            },
            "network_mode": "none"
          }
        },
        "x-a": 1,
        "x-b": {
          "a": [
            {
              "b": 1,
              "y": 2
            }
          ],
          "z": 1
        }
      }"
    `);
  });

  const devices = {
    services: {
      web: {
        image: 'nginx',
        network_mode: 'none',
        blkio_config: { device_read_bps: [{ path: '/dev/a', rate: '1k' }] },
        ulimits: { nofile: { soft: 0, hard: 5 }, nproc: 7 },
        build: { context: '.', ssh: ['default', 'key=/key'] },
      },
    },
  } as ComposeSpec;

  it('writes block devices, limits and keys as YAML has them', async () => {
    expect(await print(devices, 'yaml')).toMatchInlineSnapshot(`
      "name: shop
      services:
        web:
          build:
            context: /shop
            dockerfile: Dockerfile
            ssh:
              - default
              - 'key: /key'
          blkio_config:
            device_read_bps:
              - path: /dev/a
                rate: "1024"
          image: nginx
          network_mode: none
          ulimits:
            nofile:
              soft: 0
              hard: 5
            nproc: 7
      "
    `);
  });

  it('writes block devices, limits and keys as JSON has them', async () => {
    expect(await print(devices, 'json')).toMatchInlineSnapshot(`
      "{
        "name": "shop",
        "services": {
          "web": {
            "build": {
              "context": "/shop",
              "dockerfile": "Dockerfile",
              "ssh": [
                "default",
                "key=/key"
              ]
            },
            "blkio_config": {
              "device_read_bps": [
                {
                  "Path": "/dev/a",
                  "Rate": "1024"
                }
              ]
            },
            "command": null,
            "entrypoint": null,
            "image": "nginx",
            "network_mode": "none",
            "ulimits": {
              "nofile": {
                "hard": 5
              },
              "nproc": 7
            }
          }
        }
      }"
    `);
  });
});
