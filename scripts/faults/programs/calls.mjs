import { up } from 'seaworthy';

/**
 * Brings a stack up again and again, each time after it was told that the next fault is armed, and says how that went.
 * `process.send` and the message that answers are the whole conversation.
 */
const [name, image] = process.argv.slice(2);
const ask = (message) => new Promise((resolve) => {
  process.once('message', resolve);
  process.send(message);
});

process.once('disconnect', () => process.exit());

const box = { image, command: ['sh', '-c', 'trap "exit 0" TERM; touch /tmp/ready; while :; do sleep 0.2; done'] };
const spec = {
  name,
  services: {
    db: { ...box, volumes: ['data:/data', '/anonymous'], healthcheck: { test: ['CMD', 'test', '-f', '/tmp/ready'], interval: '1s', retries: 20 } },
    web: { ...box, ports: ['80'] },
  },
  volumes: { data: {} },
};
/** Until it is known how long one takes on this machine. */
let timeoutMs = 120_000;

const tryOnce = async () => {
  const startMs = performance.now();
  try {
    const stack = await up(spec, { timeoutMs });
    const tookMs = performance.now() - startMs;
    if (timeoutMs === 120_000) timeoutMs = Math.round(Math.max(4_000, 3 * tookMs));
    // The fault is for the up alone.
    await ask({ up: true });
    await stack.down({ volumes: true, timeoutMs: 0 });
    return { outcome: 'up', tookMs };
  } catch (error) {
    return { outcome: 'failed', code: error?.code, ours: typeof error?.code === 'string' && error?.constructor?.name.endsWith('Error'), message: String(error?.message ?? error), tookMs: performance.now() - startMs };
  }
};

for (let told = await ask({ ready: true }); told !== 'end'; ) told = await ask(await tryOnce());
process.removeAllListeners('disconnect');
process.disconnect();
