import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installConsumer, type Consumer } from './consumer.ts';

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let consumer: Consumer;
let project: string;

/** Runs the installed `seaworthy` in the project; folders of this machine are taken out of what it printed. */
const seaworthy = (args: readonly string[], { env = {}, input = '' }: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {}): Promise<Run> =>
  new Promise((resolve) => {
    const program = join(consumer.folder, 'node_modules/.bin/seaworthy');
    const child = execFile(program, args, { cwd: project, env: { PATH: process.env['PATH'], HOME: '/home/user', ...env } }, (error, stdout, stderr) => {
      const tidy = (text: string): string => text.replaceAll(project, '<project>');
      resolve({ code: error === null ? 0 : Number(error.code), stdout: tidy(stdout), stderr: tidy(stderr) });
    });
    child.stdin?.end(input);
  });

const compose = `
x-owner: $$\{TEAM}
services:
  web:
    image: nginx:\${TAG:-1}
    ports: ["8080:80"]
    environment: {DEBUG: "yes", PORT: 8080, SECRET: , GREETING: "$$\{NAME}: hi"}
    depends_on: {db: {condition: service_healthy}}
  db:
    image: postgres
    volumes: ["data:/var/lib/postgresql/data", "./seed.sql:/seed.sql:ro"]
    healthcheck: {test: "pg_isready", interval: 90s}
  admin: {image: admin, profiles: [debug], networks: [back]}
volumes: {data: {}, idle: {}}
networks: {back: {}, idle: {}}
`;

beforeAll(async () => {
  consumer = await installConsumer();
  project = join(consumer.folder, 'shop');
  await mkdir(join(project, 'sub'), { recursive: true });
  await writeFile(join(project, 'compose.yaml'), compose);
  await writeFile(join(project, 'more.yaml'), 'services: {web: {image: "nginx:${FLAVOUR}"}, cache: {image: redis}}\n');
  await writeFile(join(project, 'wrong.yaml'), 'services:\n  web:\n    imag: nginx\n    depends_on: [bd]\n');
  await writeFile(join(project, 'flavour.env'), 'FLAVOUR=alpine\n');
});
afterAll(async () => consumer.remove());

describe('seaworthy', () => {
  test('says what it can do', async () => {
    expect(await seaworthy(['--help'])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "stderr": "",
        "stdout": "Usage: seaworthy [OPTIONS] COMMAND

      Compose stacks without a Compose binary.

      Commands:
        build    Build the images of services that have a build
        config   Resolve the Compose files and print them in canonical form
        cp       Copy files between this machine and a service
        doctor   Say which container engines are found, and why the others are not used
        down     Stop and remove the containers and networks of a project, or of services
        events   Print what happens to the containers of a project, as it happens
        exec     Run a command in a container of a service
        images   List the images that the containers were made of
        kill     Send a signal to the containers of services
        logs     Print what the containers of a project wrote
        ls       List the projects that are up, whoever started them
        pause    Freeze the processes of services
        port     Print where a published port of a service answers
        prune    Remove what runs that have ended left; with an option, also what is in use
        ps       List the containers of a project
        pull     Pull the images of services
        restart  Stop and start services, and wait until they are ready
        run      Run a service once, in a container of its own, after what it depends on is ready
        start    Start services that were stopped, and wait until they are ready
        stop     Stop services; their containers stay
        top      List the processes of the containers
        unpause  Let the processes of paused services go on
        up       Bring a project up, and wait until it is ready
        version  Print the version
        wait     Wait until the containers of services have ended, and print their exit codes

      Options:
        -f, --file FILE              Compose file; several are merged left to right, - is standard input
        -p, --project-name NAME      Name of the project
            --project-directory DIR  Directory that relative paths start from (default: that of the first file)
            --profile NAME           Profile to enable; "*" is all of them
            --env-file FILE          File with variables, in place of .env
            --progress KIND          "auto" (default), "tty", "plain" or "quiet"
        -h, --help                   Show this text
        -v, --version                Show the version

      Run "seaworthy COMMAND --help" for the options of a command.
      ",
      }
    `);
  });

  test('says its version', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(await seaworthy(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('ends with 2 for a command that it does not have', async () => {
    expect(await seaworthy(['confgi'])).toMatchInlineSnapshot(`
      {
        "code": 2,
        "stderr": "unknown command "confgi"; did you mean "config"?
      Run "seaworthy --help" for what is possible.
      ",
        "stdout": "",
      }
    `);
  });
});

describe('seaworthy config', () => {
  test('says what it can do', async () => {
    expect(await seaworthy(['config', '--help'])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "stderr": "",
        "stdout": "Usage: seaworthy config [OPTIONS] [SERVICE...]

      Resolve the Compose files and print them in canonical form.

      Options:
            --format FORMAT          "yaml" (default) or "json"
        -o, --output FILE            Write to a file in place of standard output
        -q, --quiet                  Only check, print nothing
            --no-interpolate         Leave variables as they are
            --no-normalize           Add nothing that the files imply
            --no-path-resolution     Leave paths relative
            --no-consistency         Do not ask whether services refer to what exists
            --no-env-resolution      Keep "env_file" of services in place of what is in the files
            --resolve-image-digests  Refused: registries are not asked
            --lock-image-digests     Refused: registries are not asked
            --all-resources          Also print what no service uses
            --services               Print the names of the services, one per line
            --volumes                Print the names of the volumes, one per line
            --networks               Print the names of the networks, one per line
            --models                 Print the names of the models, one per line
            --hash SERVICES          Print a hash per service; "*" for all, or names with commas
            --profiles               Print the names of the profiles, one per line
            --images                 Print the images of the services, one per line
            --variables              Print the variables of the files, with their defaults
            --environment            Print the variables that interpolation sees
        -h, --help                   Show this text

      Options of the project, before or after the command:
        -f, --file FILE              Compose file; several are merged left to right, - is standard input
        -p, --project-name NAME      Name of the project
            --project-directory DIR  Directory that relative paths start from (default: that of the first file)
            --profile NAME           Profile to enable; "*" is all of them
            --env-file FILE          File with variables, in place of .env
            --progress KIND          "auto" (default), "tty", "plain" or "quiet"
      ",
      }
    `);
  });

  test('prints the resolved model as YAML', async () => {
    expect(await seaworthy(['config'])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "stderr": "",
        "stdout": "name: shop
      services:
        db:
          healthcheck:
            test:
              - CMD-SHELL
              - pg_isready
            interval: 1m30s
          image: postgres
          networks:
            default: null
          volumes:
            - type: volume
              source: data
              target: /var/lib/postgresql/data
              volume: {}
            - type: bind
              source: <project>/seed.sql
              target: /seed.sql
              read_only: true
              bind:
                create_host_path: true
        web:
          depends_on:
            db:
              condition: service_healthy
              required: true
          environment:
            DEBUG: "yes"
            GREETING: '$\${NAME}: hi'
            PORT: "8080"
            SECRET: null
          image: nginx:1
          networks:
            default: null
          ports:
            - mode: ingress
              target: 80
              published: "8080"
              protocol: tcp
      networks:
        default:
          name: shop_default
      volumes:
        data:
          name: shop_data
      x-owner: $\${TEAM}
      ",
      }
    `);
  });

  test('prints the resolved model of one service as JSON', async () => {
    expect(await seaworthy(['config', '--format', 'json', 'db'])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "stderr": "",
        "stdout": "{
        "name": "shop",
        "networks": {
          "default": {
            "name": "shop_default",
            "ipam": {}
          }
        },
        "services": {
          "db": {
            "command": null,
            "entrypoint": null,
            "healthcheck": {
              "test": [
                "CMD-SHELL",
                "pg_isready"
              ],
              "interval": "1m30s"
            },
            "image": "postgres",
            "networks": {
              "default": null
            },
            "volumes": [
              {
                "type": "volume",
                "source": "data",
                "target": "/var/lib/postgresql/data",
                "volume": {}
              },
              {
                "type": "bind",
                "source": "<project>/seed.sql",
                "target": "/seed.sql",
                "read_only": true,
                "bind": {
                  "create_host_path": true
                }
              }
            ]
          }
        },
        "volumes": {
          "data": {
            "name": "shop_data"
          }
        },
        "x-owner": "$\${TEAM}"
      }",
      }
    `);
  });

  test('merges files, and takes the variables of an env file', async () => {
    expect(await seaworthy(['-f', 'compose.yaml', '--env-file', 'flavour.env', 'config', '-f', 'more.yaml', '--images'])).toEqual({
      code: 0,
      stdout: 'redis\npostgres\nnginx:alpine\n',
      stderr: '',
    });
  });

  test('reads a document from standard input, and names the project after the folder', async () => {
    expect(await seaworthy(['-f', '-', 'config'], { input: 'services: {a: {image: x, network_mode: none, volumes: ["./v:/v"]}}' })).toMatchInlineSnapshot(`
      {
        "code": 0,
        "stderr": "",
        "stdout": "name: shop
      services:
        a:
          image: x
          network_mode: none
          volumes:
            - type: bind
              source: <project>/v
              target: /v
              bind:
                create_host_path: true
      ",
      }
    `);
  });

  test('starts paths from the project directory', async () => {
    const { stdout } = await seaworthy(['-f', '-', '--project-directory', 'sub', '-p', 'other', 'config', '--format', 'json'], { input: 'services: {a: {build: .}}' });
    expect(JSON.parse(stdout)).toMatchObject({ name: 'other', services: { a: { build: { context: '<project>/sub' } } } });
  });

  test('leaves variables as they are, with every service and resource', async () => {
    expect(await seaworthy(['config', '--no-interpolate'])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "stderr": "",
        "stdout": "name: shop
      networks:
        back:
          name: shop_back
        default:
          name: shop_default
        idle:
          name: shop_idle
      services:
        admin:
          image: admin
          networks:
            back: null
          profiles:
            - debug
        db:
          healthcheck:
            interval: 90s
            test: pg_isready
          image: postgres
          networks:
            default: null
          volumes:
            - source: data
              target: /var/lib/postgresql/data
              type: volume
              volume: {}
            - bind:
                create_host_path: true
              read_only: true
              source: <project>/seed.sql
              target: /seed.sql
              type: bind
        web:
          depends_on:
            db:
              condition: service_healthy
              required: true
          environment:
            DEBUG: "yes"
            GREETING: '$\${NAME}: hi'
            PORT: 8080
            SECRET: null
          image: nginx:\${TAG:-1}
          networks:
            default: null
          ports:
            - mode: ingress
              protocol: tcp
              published: "8080"
              target: 80
      volumes:
        data:
          name: shop_data
        idle:
          name: shop_idle
      x-owner: $\${TEAM}
      ",
      }
    `);
  });

  test.each([
    [['--services'], 'db\nweb\n'],
    [['--services', '--profile', 'debug'], 'admin\ndb\nweb\n'],
    [['--volumes'], 'data\n'],
    [['--networks'], 'default\n'],
    [['--networks', '--profile', '*'], 'back\ndefault\n'],
    [['--profiles'], 'debug\n'],
    [['--images'], 'postgres\nnginx:1\n'],
    [['--images', 'db'], 'postgres\n'],
    [['--models'], ''],
    [['--quiet'], ''],
    [['--no-interpolate', '--services'], 'admin\ndb\nweb\n'],
  ])('with %j prints the names', async (args, stdout) => {
    expect(await seaworthy(['config', ...args])).toEqual({ code: 0, stdout, stderr: '' });
  });

  test('prints a hash of the services', async () => {
    const { stdout } = await seaworthy(['config', '--hash', '*']);
    expect(stdout).toMatch(/^db [0-9a-f]{64}\nweb [0-9a-f]{64}\n$/);
    expect(await seaworthy(['config', '--hash', 'db'])).toMatchObject({ code: 0, stdout: `${stdout.split('\n')[0] ?? ''}\n` });
  });

  test('prints the variables that it sees', async () => {
    const { stdout } = await seaworthy(['--env-file', 'flavour.env', 'config', '--environment'], { env: { TEAM: 'red' } });
    expect(stdout.split('\n').filter((line) => !line.startsWith('PATH='))).toEqual(['COMPOSE_PROJECT_NAME=shop', 'FLAVOUR=alpine', 'HOME=/home/user', 'TEAM=red', '']);
  });

  test('writes to a file in place of standard output', async () => {
    expect(await seaworthy(['config', '-o', 'out.yaml', 'db'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await readFile(join(project, 'out.yaml'), 'utf8')).toContain('image: postgres');
    // What was printed is a Compose file again, and resolves to itself.
    const again = await seaworthy(['-f', 'out.yaml', 'config']);
    expect(again.stdout).toBe((await seaworthy(['config', 'db'])).stdout);
  });

  test('says that it cannot write a file', async () => {
    expect(await seaworthy(['config', '-o', 'nowhere/out.yaml'])).toMatchInlineSnapshot(`
      {
        "code": 1,
        "stderr": "cannot write nowhere/out.yaml: ENOENT: no such file or directory, open 'nowhere/out.yaml'
      ",
        "stdout": "",
      }
    `);
  });

  test('warns on standard error, and prints all the same', async () => {
    expect(await seaworthy(['-f', 'more.yaml', 'config', '--images'])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "stderr": "warning: services.web.image: the variable "FLAVOUR" is not set; an empty string is used
      ",
        "stdout": "redis
      nginx:
      ",
      }
    `);
  });

  test('shows every problem of a document, without a stack, and ends with 1', async () => {
    expect(await seaworthy(['-f', 'wrong.yaml', 'config'])).toMatchInlineSnapshot(`
      {
        "code": 1,
        "stderr": "2 problems in wrong.yaml

      wrong.yaml:3:5 services.web.imag: unknown key; did you mean "image"?
         3 |     imag: nginx
           |     ^

      wrong.yaml:4:18 services.web.depends_on.bd: depends on the service "bd", which is not defined; defined are web
         4 |     depends_on: [bd]
           |                  ^
      ",
        "stdout": "",
      }
    `);
  });

  test('says when there is no file', async () => {
    expect(await seaworthy(['-f', 'absent.yaml', 'config', '-q'])).toMatchInlineSnapshot(`
      {
        "code": 1,
        "stderr": "cannot read the Compose file <project>/absent.yaml: it does not exist (working directory: <project>); check the path, or give an absolute one
      ",
        "stdout": "",
      }
    `);
  });

  test.each([
    [['--hash', 'quee'], 1, 'no such service: quee\n'],
    [['--format', 'xml'], 2, 'unknown format "xml"; use "yaml" or "json"\nRun "seaworthy config --help" for what is possible.\n'],
    [['--no-nonsense'], 2, 'unknown option --no-nonsense\nRun "seaworthy config --help" for what is possible.\n'],
  ])('with %j ends with %i', async (args, code, stderr) => {
    expect(await seaworthy(['config', ...args])).toEqual({ code, stdout: '', stderr });
  });
});
