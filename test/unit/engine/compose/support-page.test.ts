import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { buildShape } from '../../../../src/engine/compose/schema/build-schema.ts';
import { deployShape } from '../../../../src/engine/compose/schema/deploy-schema.ts';
import { endpointShape, portShape } from '../../../../src/engine/compose/schema/network-schema.ts';
import { configShape, modelShape, networkShape, rootShape, secretShape, volumeShape } from '../../../../src/engine/compose/schema/schema.ts';
import { dependencyShape, healthcheckShape, hookShape, serviceShape } from '../../../../src/engine/compose/schema/service-schema.ts';
import { blkioShape, mountShape } from '../../../../src/engine/compose/schema/storage-schema.ts';

const page = readFileSync(new URL('../../../../docs/compose-support.md', import.meta.url), 'utf8');

/** The rows of the table under a heading: key and state. */
const rowsUnder = (heading: string): readonly (readonly [key: string, state: string])[] => {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| `(.+?)` \| (.+) \|$/gm)].map(([, key = '', state = '']) => [key, state] as const);
};

it.each([
  ['Top level', rootShape],
  ['Service', serviceShape],
  ['`build`', buildShape],
  ['`deploy`', deployShape],
  ['`depends_on`', dependencyShape],
  ['`healthcheck`', healthcheckShape],
  ['Hooks', hookShape],
  ['`ports`', portShape],
  ['`networks` of a service', endpointShape],
  ['`volumes` of a service', mountShape],
  ['`blkio_config`', blkioShape],
  ['Networks', networkShape],
  ['Volumes', volumeShape],
  ['Configs', configShape],
  ['Secrets', secretShape],
  ['Models', modelShape],
])('names every key of %s that the schema knows, and no other, each with its state', (heading, shape) => {
  const rows = rowsUnder(heading);
  expect(rows.map(([key]) => key).sort()).toEqual(Object.keys(shape).sort());
  for (const [, state] of rows) expect(state).toMatch(/^(applied|loader|warned|refused|note)\b/);
});
