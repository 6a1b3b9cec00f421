import { expect, test } from 'vitest';
import { create, inspectImage } from '../../../src/container.ts';
import { up } from '../../../src/index.ts';
import { failureOf } from '../container/failure.ts';
import { BUSYBOX } from '../images.ts';
import { projectsLike } from '../left-in-engine.ts';

test('takes no image of another platform for the one that is asked for, in a stack and alone', async () => {
  const { os, arch } = await inspectImage(BUSYBOX);
  const other = arch === 'arm64' ? 'amd64' : 'arm64';
  const shown = ({ message, ...rest }: { readonly message: string }): object => ({
    ...rest, message: message.replaceAll(BUSYBOX, 'IMAGE').replaceAll(other, 'OTHER').replaceAll(`${os}/${arch}`, `${os}/HERE`),
  });
  const stack = up({ name: 'platforms', services: { web: { image: BUSYBOX, platform: `linux/${other}`, pull_policy: 'never' } } });
  expect(shown(await failureOf(stack))).toMatchInlineSnapshot(`
    {
      "code": "IMAGE_MISSING",
      "message": "Service "web" needs the image "IMAGE", which is not on the engine for linux/OTHER (what has that name is for linux/HERE), and its pull policy is "never".
      Check the name, pull or build it first, or give the service a build section.",
      "name": "ImageError",
    }
  `);
  expect(await projectsLike('platforms-')).toEqual([]);
  expect(shown(await failureOf(create({ image: BUSYBOX, platform: `linux/${other}` }, { pull: 'never' })))).toMatchInlineSnapshot(`
    {
      "code": "IMAGE_MISSING",
      "message": "The image "IMAGE" on the engine is for linux/HERE, not for linux/OTHER, and pull is "never".
      Pull or build it first, or leave pull out.",
      "name": "ImageError",
    }
  `);
});

test('takes the image of the platform that is asked for, however that is spelt', async () => {
  const { os, arch } = await inspectImage(BUSYBOX);
  const spelt = { amd64: 'x86_64', arm64: 'aarch64' }[arch] ?? arch;
  await using stack = await up({ services: { web: { image: BUSYBOX, platform: `${os}/${spelt}`, pull_policy: 'never', command: ['sleep', '600'], init: true } } });
  expect((await stack.services.web.state()).status).toBe('running');
});
