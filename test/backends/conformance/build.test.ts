import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildImage, removeImage, runOnce } from '../../../src/container.ts';
import { failureOf } from '../../engine/container/failure.ts';
import { BUSYBOX } from '../../engine/images.ts';
import { uniqueName } from '../../engine/images/registry.ts';
import { engineUnderTest } from '../engine-under-test.ts';

const { absent } = engineUnderTest();

const contextWith = async (dockerfile: string): Promise<string> => {
  const context = await mkdtemp(join(tmpdir(), 'seaworthy-build-'));
  onTestFinished(() => rm(context, { recursive: true }));
  await writeFile(join(context, 'Dockerfile'), dockerfile);
  await writeFile(join(context, 'greeting'), 'hello');
  return context;
};

describe.skipIf(absent !== undefined)(`an image${absent === undefined ? '' : ` (${absent})`}`, () => {
  it('is built with the builder that the engine has, from a Dockerfile that the classic one does not understand', async () => {
    const context = await contextWith(`FROM ${BUSYBOX}\nARG WORD\nCOPY greeting /greeting\nRUN --mount=type=tmpfs,target=/scratch cp /greeting /scratch/kept && echo "$(cat /scratch/kept) $WORD" > /said\n`);
    const image = await buildImage({ context, args: { WORD: 'there' }, labels: { 'test.label': 'yes' }, tags: [`${uniqueName()}:1`] });
    onTestFinished(() => removeImage(image.id, { force: true }));
    expect(image.labels['test.label']).toBe('yes');
    expect((await runOnce(image.id, ['sh', '-c', 'cat /said; ls -A /scratch'])).stdout).toBe('hello there\n');
  });

  it('is not built when a step fails, and the error has what the step printed', async () => {
    const context = await contextWith(`FROM ${BUSYBOX}\nRUN echo fine\nRUN echo "config: not found" >&2; exit 9\n`);
    const { code, message } = await failureOf(buildImage({ context, tags: [`${uniqueName()}:1`] }), 'none');
    expect(code).toBe('IMAGE_BUILD');
    expect(message).toMatch(/RUN echo "config: not found"/);
    expect(message).toMatch(/\n {2}config: not found\n/);
  });
});
