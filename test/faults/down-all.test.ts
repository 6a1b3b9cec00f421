import { expect, test } from 'vitest';
import { up } from '../../src/compose.ts';
import { downAll, list, run } from '../../src/container.ts';
import { connectBackend } from '../../src/engine/backends/connect-backend.ts';
import { BUSYBOX } from '../engine/images.ts';
import { canHavePrivateEngine, PrivateEngine } from './private-engine.ts';

/** An engine of its own: what is ours on the shared one belongs to tests that run at the same time. */
test.skipIf(!canHavePrivateEngine())('takes down all that is ours, whatever the project, and nothing else', async () => {
  await using engine = await PrivateEngine.start([BUSYBOX]);
  const before = process.env['DOCKER_HOST'];
  process.env['DOCKER_HOST'] = engine.host;
  try {
    await up({ services: { a: { image: BUSYBOX, command: 'sleep 600', volumes: ['data:/data'] } }, volumes: { data: {} } }, { projectName: 'one' });
    await run({ image: BUSYBOX, name: 'single', cmd: 'sleep 600' }, { keep: true });
    const runtime = await connectBackend();
    const foreign = await runtime.containers.create('foreign', { Image: BUSYBOX, Labels: { 'com.docker.compose.project': 'one' } });
    runtime.close();
    const report = await downAll();
    expect({ ...report, containersRemoved: [...report.containersRemoved].sort() }).toEqual({ containersRemoved: ['one-a-1', 'single'], networksRemoved: ['one_default'], volumesRemoved: ['one_data'], errors: [] });
    expect((await list({ all: true })).map(({ id }) => id)).toEqual([foreign.id]);
  } finally {
    if (before === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = before;
  }
});
