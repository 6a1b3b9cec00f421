import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startCountingProxy } from '../../../bench/counting-proxy.mjs';
import { config, cp, events, exec, images, kill, logs, port, restart, run, stop, top, wait } from '../../../src/compose.ts';
import { attach, up, type ServiceLogLine, type Stack } from '../../../src/index.ts';
import { BUSYBOX } from '../images.ts';
import { leftOf } from '../left-in-engine.ts';

/** A loaded machine takes its time. */
const PATIENT = { timeout: 20_000 };
const sleeper = { image: BUSYBOX, command: ['sleep', '600'], init: true } as const;
const textOf = ({ service, text }: ServiceLogLine): string => `${service}: ${text}`;

afterEach(() => void vi.unstubAllEnvs());

let stack: Stack;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seaworthy-verbs-'));
  stack = await up({
    name: 'streams',
    services: {
      talks: { image: BUSYBOX, command: ['sh', '-c', 'echo begins; echo complains >&2; trap "echo ends; exit 0" TERM; while :; do sleep 0.05; done'] },
      late: { image: BUSYBOX, command: ['sh', '-c', 'echo one; sleep 0.3; echo two; exec sleep 600'], init: true },
      silent: { ...sleeper, logging: { driver: 'none' } },
      twins: { ...sleeper, scale: 2, ports: ['9', '53/udp'], expose: ['10'], networks: { default: { aliases: ['pair'] } } },
      migrate: { image: BUSYBOX, command: ['sh', '-c', 'echo migrated >> /data/log'], volumes: ['data:/data'] },
      tool: {
        image: BUSYBOX, command: ['cat', '/data/log'], environment: { A: 'a', B: 'b' }, ports: ['9'], restart: 'always', scale: 0, volumes: ['data:/data'],
        depends_on: { migrate: { condition: 'service_completed_successfully' } },
      },
    },
    volumes: { data: {} },
  });
}, 180_000);
afterAll(async () => {
  await stack.down({ timeoutMs: 0 });
  await rm(folder, { recursive: true, force: true });
});

describe('logs', () => {
  it('are merged by time, or of some services, with since, until, tail and timestamps', async () => {
    await expect.poll(async () => (await logs(stack)).length, PATIENT).toBe(4);
    const all = await logs(stack);
    expect(all.map(textOf).sort()).toEqual(['late: one', 'late: two', 'talks: begins', 'talks: complains']);
    expect(all.map(({ timeMs }) => timeMs)).toEqual(all.map(({ timeMs }) => timeMs).sort((a, b) => a - b));
    const late = await logs(stack, { service: 'late' });
    const [one, two] = [late[0]!, late[1]!];
    expect((await logs(stack, { service: 'late', since: two.timeMs })).map(textOf)).toEqual(['late: two']);
    expect((await logs(stack, { service: 'late', until: new Date(one.timeMs + 100) })).map(textOf)).toEqual(['late: one']);
    expect((await logs(stack, { services: ['late', 'talks'], tail: 1 })).map(textOf).sort()).toEqual(['late: two', expect.stringMatching(/^talks: /)]);
    expect((await logs(stack, { service: 'late', tail: 1, timestamps: true })).map(textOf)).toEqual([`late: ${new Date(two.timeMs).toISOString()} two`]);
  });

  it('that a driver does not keep are left out, and are an error where they are asked for', async () => {
    const refused = await stack.services['silent']!.logs().catch((error: unknown) => error);
    expect((refused as Error).message).toMatchInlineSnapshot(`
      "The log of service "silent" cannot be read: its logging driver keeps nothing that the engine can give back.
        Use the driver json-file or local for it, or leave logging out."
    `);
    await expect(logs(stack, { service: 'silent' })).rejects.toMatchObject({ code: 'BACKEND_REQUEST', service: 'silent' });
    await expect(stack.services['silent']!.followLogs()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'BACKEND_REQUEST', service: 'silent' });
  });

  it('are followed over all services, and on through a restart', async () => {
    const seen: string[] = [];
    let restarted: Promise<unknown> = Promise.resolve();
    const failed = new AbortController();
    for await (const line of logs(stack, { follow: true, signal: failed.signal })) {
      seen.push(textOf(line));
      if (seen.length === 4) {
        restarted = restart(stack, ['talks']);
        // Without it the loop would wait for lines that never come.
        restarted.catch((error: unknown) => failed.abort(error));
      }
      if (seen.length === 7) break;
    }
    await restarted;
    expect(seen.slice(0, 4).sort()).toEqual(['late: one', 'late: two', 'talks: begins', 'talks: complains']);
    expect(seen[4]).toBe('talks: ends');
    expect(seen.slice(5).sort()).toEqual(['talks: begins', 'talks: complains']);
  });

  it('end when what is followed has ended by itself, and with the signal', async () => {
    const seen: string[] = [];
    for await (const { text } of stack.services['migrate']!.followLogs()) seen.push(text);
    expect(seen).toEqual([]);
    const reason = new Error('enough');
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 300);
    const following = async (): Promise<void> => {
      for await (const line of stack.followLogs({ signal: controller.signal })) seen.push(textOf(line));
    };
    await expect(following()).rejects.toBe(reason);
    expect(seen.length).toBeGreaterThan(3);
  });
});

describe('exec', () => {
  it('takes input, a user, a directory and variables, and keeps the two outputs apart', async () => {
    const outcome = await exec(stack, 'late', ['sh', '-c', 'cat; pwd; id -u; echo $X; echo wrong >&2; exit 4'], { stdin: 'in\n', user: '65534', workdir: '/tmp', env: { X: 'x' } });
    expect(outcome).toEqual({ exitCode: 4, stdout: 'in\n/tmp\n65534\nx\n', stderr: 'wrong\n' });
    expect((await exec(stack, 'late', ['sh', '-c', 'test -t 1 && echo terminal'], { tty: true })).stdout).toBe('terminal\r\n');
  });

  it('runs in the replica of a number, or the lowest that runs, and without waiting', async () => {
    const hostname = async (index?: number): Promise<string> => (await exec(stack, 'twins', ['hostname'], index === undefined ? {} : { index })).stdout;
    expect(await hostname(2)).not.toBe(await hostname(1));
    expect(await hostname()).toBe(await hostname(1));
    await stack.execDetached('twins', ['sh', '-c', 'touch /tmp/later; sleep 600'], { index: 2 });
    await expect.poll(async () => (await exec(stack, 'twins', ['test', '-e', '/tmp/later'], { index: 2 })).exitCode, PATIENT).toBe(0);
    await expect(exec(stack, 'twins', ['true'], { index: 3 })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [StartError: Service "twins" has no container number 3; it has 1, 2.
        Choose one of these, or leave the index out.]
    `);
  });
});

describe('looking', () => {
  it('lists processes, images and where ports are', async () => {
    expect((await top(stack, ['late'])).flatMap(({ processes }) => processes.map((process) => process['CMD']))).toContain('sleep 600');
    expect((await images(stack, ['twins'])).map(({ service, reference, tags }) => [service, reference, tags.includes(BUSYBOX)])).toEqual([['twins', BUSYBOX, true], ['twins', BUSYBOX, true]]);
    const [first, second] = [await port(stack, 'twins', 9), await port(stack, 'twins', 9, { index: 2 })];
    expect(first).toEqual({ host: '127.0.0.1', port: stack.services['twins']!.port(9) });
    expect(second.port).not.toBe(first.port);
    expect((await port(stack, 'twins', 53, { protocol: 'udp' })).port).toBe(stack.services['twins']!.port(53, 'udp'));
    await expect(port(stack, 'twins', 10)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [PortError: Service "twins" does not publish container port 10/tcp; it publishes 9/tcp, 53/udp. The port is exposed, which only other containers can use.
        Add ports: ['10'] to the service.]
    `);
    expect((await config(stack)).services['tool']).toMatchObject({ image: BUSYBOX, scale: 0 });
  });

  it('tells what happens', async () => {
    const seen: string[] = [];
    const happening = events(stack, { services: ['twins'] })[Symbol.asyncIterator]();
    const first = happening.next();
    await expect.poll(async () => {
      await stack.services['twins']!.exec(['true'], { index: 1 });
      return await Promise.race([first.then(() => true), new Promise((resolve) => setTimeout(() => resolve(false), 20))]);
    }, PATIENT).toBe(true);
    await kill(stack, ['twins'], { killSignal: 'SIGWINCH' });
    while (seen.filter((line) => line.startsWith('kill')).length < 2) {
      const next = await happening.next();
      if (next.done !== true) seen.push(`${next.value.action} ${next.value.service} ${next.value.container.slice(-1)}`);
    }
    await happening.return?.(undefined);
    expect(seen.filter((line) => line.startsWith('kill')).sort()).toEqual(['kill twins 1', 'kill twins 2']);
  });
});

describe('cp', () => {
  it('copies files and directories both ways, and content', async () => {
    await mkdir(join(folder, 'tree/below'), { recursive: true });
    await writeFile(join(folder, 'tree/below/leaf'), 'green', { mode: 0o600 });
    const twins = stack.services['twins']!;
    await cp(stack, join(folder, 'tree'), 'twins:/srv/');
    for (const index of [1, 2]) expect((await twins.exec(['sh', '-c', 'cat /srv/tree/below/leaf; stat -c %a /srv/tree/below/leaf'], { index })).stdout).toBe('green600\n');
    await twins.copyTo({ content: 'second', mode: 0o400 }, '/srv/new/which', { index: 2 });
    expect((await twins.copyFrom('/srv/new/which', { index: 2 })).toString()).toBe('second');
    await expect(twins.copyFrom('/srv/new/which')).rejects.toThrow('There is no "/srv/new/which"');
    await cp(stack, 'twins:/srv/tree', join(folder, 'back'));
    expect(await readFile(join(folder, 'back/below/leaf'), 'utf8')).toBe('green');
    await twins.copyFrom('/srv/tree/below/leaf', `${folder}/`);
    expect(await readFile(join(folder, 'leaf'), 'utf8')).toBe('green');
  });
});

describe('run', () => {
  it('runs a service once after its dependencies, and leaves nothing behind', async () => {
    const before = await leftOf(stack.project);
    const outcome = await run(stack, 'tool');
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringMatching(/^(migrated\n){2,}$/) as string });
    expect(outcome.container).toMatch(new RegExp(`^${stack.project}-tool-run-[0-9a-f]{12}$`));
    expect(await leftOf(stack.project)).toEqual(before);
  });

  it('takes a command, input, variables, a user, a directory, an entrypoint, volumes and labels of its own', async () => {
    const command = ['-c', 'cat; echo $A $B-; id -u; pwd; cat /seed/leaf; echo wrong >&2; exit 9'];
    const seed = join(folder, 'seed');
    await mkdir(seed);
    await writeFile(join(seed, 'leaf'), 'grown\n');
    const outcome = await run(stack, 'tool', command, {
      noDeps: true, entrypoint: ['sh'], stdin: 'given\n', env: { A: 'changed', B: null }, user: '65534', workdir: '/tmp', volumes: [`${seed}:/seed:ro`], labels: { own: 'yes' }, rm: false, name: `${stack.project}-named`,
    });
    expect(outcome).toEqual({ exitCode: 9, stdout: 'given\nchanged -\n65534\n/tmp\ngrown\n', stderr: 'wrong\n', container: `${stack.project}-named` });
    expect((await stack.ps({ services: ['tool'] })).map(({ container, exitCode }) => [container, exitCode])).toEqual([[`${stack.project}-named`, 9]]);
    expect((await stack.ps({ all: false })).map(({ service }) => service)).not.toContain('tool');
  });

  it('publishes the ports of the service where asked to, and ends with the signal', async () => {
    const before = await leftOf(stack.project);
    const controller = new AbortController();
    const running = run(stack, 'tool', ['sh', '-c', 'exec sleep 600'], { noDeps: true, servicePorts: true, useAliases: true, signal: controller.signal });
    running.catch(() => {});
    await expect.poll(async () => (await stack.ps({ services: ['tool'], status: ['running'] })).map(({ ports }) => ports.map(({ target }) => target)), PATIENT).toEqual([[9]]);
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expect(await leftOf(stack.project)).toEqual(before);
  });

  it('leaves no container when it fails or is aborted while one is created', async () => {
    await using proxy = await startCountingProxy();
    vi.stubEnv('DOCKER_HOST', proxy.host);
    const created = { image: BUSYBOX, command: ['true'], scale: 0 } as const;
    await using idle = await up({
      services: { plain: { ...created, networks: ['one', 'two'] }, misplaced: { ...created, networks: { one: {}, two: { ipv4_address: '203.0.113.7' } } }, sharer: { ...created, network_mode: 'service:plain' } },
      networks: { one: {}, two: {} },
    });
    const before = await leftOf(idle.project);
    await expect(idle.run('misplaced')).rejects.toThrow('user specified IP address');
    expect(await leftOf(idle.project)).toEqual(before);
    const controller = new AbortController();
    proxy.taken();
    const running = idle.run('plain', ['sleep', '600'], { signal: controller.signal });
    running.catch(() => {});
    await expect.poll(() => proxy.taken(), { ...PATIENT, interval: 5 }).toContain('POST /containers/create');
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expect(await leftOf(idle.project)).toEqual(before);
    expect(await idle.run('sharer', ['true'], { noDeps: true }).catch((error: unknown) => (error as Error).message)).toMatchInlineSnapshot(`
      "Service "sharer" shares something with a container of service "plain", which has none.
        Bring "plain" up as well: leave noDeps off, or name it in services."
    `);
    expect(await leftOf(idle.project)).toEqual(before);
  });
});

describe('a network fault', () => {
  it('takes a service off a network and puts it back under its names', async () => {
    const reach = async (name: string): Promise<number> => (await exec(stack, 'late', ['sh', '-c', `timeout 2 ping -c 1 -w 1 ${name} >/dev/null 2>&1`])).exitCode;
    const twins = stack.services['twins']!;
    expect(await reach('pair')).toBe(0);
    await twins.disconnect('default');
    await twins.disconnect('default');
    expect([await reach('twins'), await reach('pair')]).not.toContain(0);
    await twins.connect('default');
    await twins.connect('default');
    expect([await reach('twins'), await reach('pair')]).toEqual([0, 0]);
    await expect(twins.disconnect('defualt')).rejects.toThrow(`has no network "defualt"; it has "default".`);
  });
});

describe('bad input', () => {
  const messageOf = async (doing: Promise<unknown>): Promise<string> => await doing.then(() => 'no error', (error: unknown) => (error as Error).message.replaceAll(stack.project, '<project>').replaceAll(folder, '<folder>').replaceAll(process.cwd(), '<here>'));

  it('names the services that there are, in every verb', async () => {
    const no = ['talk'] as string[];
    const first = async (lines: AsyncIterable<unknown>): Promise<unknown> => await lines[Symbol.asyncIterator]().next();
    const attempts = [
      stack.start(no), stack.stop(no), stack.restart(no), stack.kill(no), stack.pause(no), stack.unpause(no), stack.wait(no), stack.top(no), stack.images(no), stack.pull(no), stack.build(no),
      stack.ps({ services: no }), stack.logs({ services: no }), first(stack.followLogs({ services: no })), first(stack.events({ services: no })),
      stack.exec('talk', ['true']), stack.execDetached('talk', ['true']), stack.run('talk'), stack.port('talk', 1), stack.cp('talk:/x', '/tmp/x'),
    ];
    const messages = await Promise.all(attempts.map(messageOf));
    expect(new Set(messages)).toEqual(new Set(['Project "<project>" has no service "talk"; it has "talks", "late", "silent", "twins", "migrate", "tool".']));
  });

  it('says in one error what is wrong and what to do', async () => {
    await stop(stack, ['talks']);
    expect(await messageOf(exec(stack, 'talks', ['true']))).toMatchInlineSnapshot(`
      "Service "talks" is not running: its container <project>-talks-1 has exited with code 0.
        Start it first; its log says why it does not run."
    `);
    await stack.services['silent']!.pause();
    expect(await messageOf(exec(stack, 'silent', ['true']))).toMatchInlineSnapshot(`
      "Service "silent" is not running: its container <project>-silent-1 is paused.
        Unpause it first."
    `);
    await stack.services['silent']!.unpause();
    expect(await messageOf(wait(stack, ['late'], { timeoutMs: 100 }))).toMatchInlineSnapshot(`
      "Service "late" had not ended after 100 ms: its container <project>-late-1 is running.
        Give it more time with timeoutMs, or stop it."
    `);
    expect(await messageOf(wait(stack, ['late'], { signal: AbortSignal.abort(new Error('enough')) }))).toBe('enough');
    expect(await messageOf(cp(stack, join(folder, 'missing'), 'late:/x'))).toMatchInlineSnapshot(`
      "<folder>/missing cannot be copied: there is no such file.
        Correct the path; a relative one is taken from <here>."
    `);
    expect(await messageOf(cp(stack, 'late:/missing', join(folder, 'x')))).toMatchInlineSnapshot(`
      "There is no "/missing" in service "late", or the container is gone.
        Correct the path; it starts at the root of the container."
    `);
    expect(await messageOf(cp(stack, './a', './b'))).toMatchInlineSnapshot(`
      "cp copies between the host and one service, so one of the two paths has to begin with "service:"; these are "./a" and "./b".
        Write for example cp('./seed.sql', 'db:/seed.sql')."
    `);
    expect(await messageOf(run(stack, 'tool', ['true'], { volumes: ['dta:/x'] }))).toMatchInlineSnapshot(`"The volume "dta:/x" of a one-off container cannot be used: the stack has no volume "dta"; it has "data", and a directory of the host begins with "./" or "/"."`);
    const attached = await attach(stack.project);
    expect(await messageOf(attached.run('late'))).toMatchInlineSnapshot(`
      "Project "<project>" was attached to, so its spec is not known here, and run needs it.
        Bring it up with its spec: up of "seaworthy/compose" leaves alone what has not changed, and gives a stack that knows it."
    `);
    expect(() => attached.config()).toThrow(expect.objectContaining({ code: 'SPEC_UNKNOWN' }));
    expect(await messageOf(attach(`${stack.project}x`))).toContain(`There is no project "<project>x"`);
  });
});
