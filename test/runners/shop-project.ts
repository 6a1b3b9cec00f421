import type { ProjectFiles } from './inline-project.ts';

/**
 * A stack of two services, one with a healthcheck and one without. What a test writes to `/proc/1/fd/1` in a
 * container is what the container's own process would write to its log.
 */
export const shopCompose = `
services:
  db:
    image: \${REDIS_IMAGE:-redis:7-alpine}
    ports: ['6379']
    healthcheck: { test: [CMD, redis-cli, ping] }
  web:
    image: \${BUSYBOX_IMAGE:-busybox:1.36}
    command: [httpd, -f, -p, '80']
    ports: ['80']
`;

/** For test files: makes a service write a line to its log. */
export const say = `
import type { Stack } from 'seaworthy';
export const say = async (stack: Stack, line: string) => {
  await stack.services.web.exec(['sh', '-c', 'echo "$0" > /proc/1/fd/1', line]);
};
`;

/** A project with the stack `shop` for the whole run, brought up by the plugin. */
export const shopProject = (files: ProjectFiles, config = ''): ProjectFiles => ({
  'compose.yaml': shopCompose,
  'say.ts': say,
  'vitest.config.ts': `
    import { seaworthy } from 'seaworthy/vitest/plugin';
    import { defineConfig } from 'vitest/config';
    export default defineConfig({ plugins: [seaworthy({ stacks: { shop: 'compose.yaml' } })], test: { testTimeout: 60_000, slowTestThreshold: 60_000, ${config} } });
  `,
  ...files,
});
