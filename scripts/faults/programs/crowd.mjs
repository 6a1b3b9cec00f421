import { readdirSync } from 'node:fs';
import { up } from 'seaworthy';

/** Many stacks at once, many in a row, or one that is large; told as JSON, a line each. */
const [name, image, what, first, second] = process.argv.slice(2);
const [count, each] = [Number(first), Number(second)];
const say = (line) => console.log(JSON.stringify(line));
const options = { timeoutMs: 1_500_000 };
const service = { image, command: ['sleep', '6000'], init: true };
const spec = (services) => ({ name, services: Object.fromEntries(Array.from({ length: services }, (_, index) => [`s${index}`, service])) });

const running = async (stack, services) => {
  const states = (await stack.ps()).filter(({ state }) => state === 'running').length;
  if (states !== services) throw new Error(`${states} of ${services} services run`);
};

/** What garbage collection leaves, in megabytes, and how many files are open. */
const taken = () => {
  for (let round = 0; round < 3; round += 1) globalThis.gc();
  return { rssMb: process.memoryUsage().rss / 1024 ** 2, heapMb: process.memoryUsage().heapUsed / 1024 ** 2, descriptors: readdirSync('/proc/self/fd').length };
};

if (what === 'at once') {
  const startMs = performance.now();
  const stacks = await Promise.all(Array.from({ length: count }, () => up(spec(each), options)));
  const readyMs = performance.now() - startMs;
  for (const stack of stacks) await running(stack, each);
  await Promise.all(stacks.map((stack) => stack.down({ volumes: true, timeoutMs: 0 })));
  say({ readyMs, wholeMs: performance.now() - startMs, ...taken() });
} else {
  for (let index = 1; index <= count; index += 1) {
    const stack = await up(spec(each), options);
    if (index === 1) await running(stack, each);
    await stack.down({ volumes: true, timeoutMs: 0 });
    if (index === 20 || index === count) say({ after: index, ...taken() });
  }
}
