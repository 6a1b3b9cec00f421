import { existsSync, readFileSync } from 'node:fs';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Image names and engine address, as `npm run setup` found or built them. */
const setUpFile = new URL('.setup/env.json', import.meta.url);
const env = existsSync(setUpFile) ? (JSON.parse(readFileSync(setUpFile, 'utf8')) as Record<string, string>) : {};

// Projects with their own number of workers cannot share a turn; what needs no engine goes first.
const turn = (groupOrder: number): { sequence: { groupOrder: number } } => ({ sequence: { groupOrder } });

const engine = { env, testTimeout: 60_000, hookTimeout: 60_000 } as const;

/** A docker-compose to compare with; without one those tests are skipped. */
const composeBinary = process.env['COMPOSE_BINARY'] ?? env['COMPOSE_BINARY'];
const comparison = composeBinary === undefined ? {} : { env: { COMPOSE_BINARY: composeBinary } };

/** One suite, once for each engine. */
const backends = { include: ['test/backends/conformance/**/*.test.ts'], setupFiles: ['test/backends/point-at-engine.ts'] };

// Podman 4.3 answers with errors of its own, or not at all, when several at once come and go on its networks.
const oneAfterTheOther = { maxWorkers: 1 } as const;
const onChosenEngine = process.env['CONFORMANCE_ENGINE']?.includes('podman') === true ? oneAfterTheOther : { maxWorkers: 2 };

/** For tests of the package as it would be published. */
const withPackage = ['test/nothing-left.ts', 'test/runners/install-package.ts'];

const config: ViteUserConfig = defineConfig({
  test: {
    reporters: process.env['CI'] === undefined ? ['default'] : [['default', { summary: false }]],
    projects: [
      // Files share a process: what they test keeps no state of its own, and a process for each takes longer than the tests do.
      { test: { ...comparison, name: 'unit', include: ['test/unit/**/*.test.ts'], isolate: false } },
      { test: { name: 'types', include: [], typecheck: { enabled: true, only: true, include: ['test/types/**/*.test-d.ts'], tsconfig: './tsconfig.json' } } },
      { test: { ...engine, ...turn(1), name: 'engine', include: ['test/engine/**/*.test.ts'], globalSetup: ['test/nothing-left.ts'], maxWorkers: 3 } },
      { test: { ...engine, ...backends, ...onChosenEngine, ...turn(2), name: 'conformance', globalSetup: ['test/nothing-left.ts', 'test/backends/chosen-engine.ts'] } },
      { test: { ...engine, ...backends, ...oneAfterTheOther, ...turn(3), name: 'podman', globalSetup: ['test/backends/podman-engine.ts'] } },
      { test: { ...engine, ...oneAfterTheOther, ...turn(3), name: 'remote', include: ['test/backends/remote/**/*.test.ts'], globalSetup: ['test/nothing-left.ts'] } },
      { test: { ...engine, ...turn(4), name: 'faults', include: ['test/faults/**/*.test.ts'], globalSetup: withPackage, maxWorkers: 2 } },
      { test: { ...engine, ...turn(5), name: 'runners', include: ['test/runners/*.test.ts'], globalSetup: withPackage, testTimeout: 120_000, maxWorkers: 2 } },
      { test: { ...engine, ...turn(5), name: 'other-runners', include: ['test/runners/others/*.test.ts'], globalSetup: withPackage, testTimeout: 120_000, maxWorkers: 2 } },
      { test: { ...engine, ...turn(6), name: 'package', include: ['test/package/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 180_000, maxWorkers: 1 } },
    ],
  },
});

export default config;
