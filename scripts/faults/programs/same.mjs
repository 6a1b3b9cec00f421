import { up } from 'seaworthy/compose';

/** One of several processes that bring the same project up, each time they are told to, and take it down. */
const [image] = process.argv.slice(2);
const box = { image, command: ['sleep', '600'], init: true };
let stack;

const act = {
  up: async (projectName) => {
    stack = await up({ services: { a: { ...box, volumes: ['data:/data'] }, b: box }, volumes: { data: {} } }, { projectName, timeoutMs: 300_000 });
    return { ids: await Promise.all(Object.values(stack.services).map(async (service) => (await service.inspect()).id)) };
  },
  down: async () => ({ report: await stack.down({ volumes: true, timeoutMs: 0 }) }),
};

process.once('disconnect', () => process.exit());
process.on('message', ({ verb, name }) => void act[verb](name).then((result) => process.send(result), (error) => process.send({ error: String(error?.message ?? error) })));
