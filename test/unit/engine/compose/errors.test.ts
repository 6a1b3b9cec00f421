import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusalOf, refusedText, temporaryProject } from './temporary-project.ts';

describe('what a user sees', () => {
  it('shows the line of a misspelt key and the key that was meant', async () => {
    const text = 'services:\n  db:\n    image: postgres\n    healthcheck:\n      test: pg_isready\n      intervall: 5s\n';
    expect(await refusedText(text)).toMatchInlineSnapshot(`
      "1 problem in compose.yaml

      compose.yaml:6:7 services.db.healthcheck.intervall: unknown key; did you mean "interval"?
         6 |       intervall: 5s
           |       ^"
    `);
  });

  it('shows every problem of a document at once, in the order of the text', async () => {
    const text = [
      'services:',
      '  web:',
      '    image: "nginx:${TAG:?set TAG}"',
      '    user: 1000',
      '    ports: ["99999", "8080:80/tpc"]',
      '    depends_on: [bd]',
      '    networks: [front]',
      '    volumes: ["dta:/data"]',
      '    stop_grace_period: 10',
      '  db:',
      '    imag: postgres',
      'volumes:',
      '  data:',
    ].join('\n');
    expect(await refusedText(text)).toMatchInlineSnapshot(`
      "9 problems in compose.yaml

      compose.yaml:3:12 services.web.image: required variable TAG is missing a value: set TAG
         3 |     image: "nginx:\${TAG:?set TAG}"
           |            ^

      compose.yaml:4:11 services.web.user: expected a string, found the number 1000; quote it: "1000"
         4 |     user: 1000
           |           ^

      compose.yaml:5:13 services.web.ports[0]: the port "99999" has an invalid container port "99999"; write it as "80", "8080:80", "127.0.0.1:8080:80" or "8000-8010:8000-8010/udp"
         5 |     ports: ["99999", "8080:80/tpc"]
           |             ^

      compose.yaml:5:22 services.web.ports[1]: the port "8080:80/tpc" has an unknown protocol "tpc" (tcp, udp and sctp are known); write it as "80", "8080:80", "127.0.0.1:8080:80" or "8000-8010:8000-8010/udp"
         5 |     ports: ["99999", "8080:80/tpc"]
           |                      ^

      compose.yaml:6:18 services.web.depends_on.bd: depends on the service "bd", which is not defined; defined are web, db
         6 |     depends_on: [bd]
           |                  ^

      compose.yaml:7:16 services.web.networks.front: refers to the network "front", which is not defined; add it under "networks"
         7 |     networks: [front]
           |                ^

      compose.yaml:8:15 services.web.volumes[0]: refers to the volume "dta", which is not defined; did you mean "data"?
         8 |     volumes: ["dta:/data"]
           |               ^

      compose.yaml:9:24 services.web.stop_grace_period: expected a string, found the number 10; write it with a unit: "10s"
         9 |     stop_grace_period: 10
           |                        ^

      compose.yaml:11:5 services.db.imag: unknown key; did you mean "image"?
        11 |     imag: postgres
           |     ^"
    `);
  });

  it('prints a cycle as a cycle, also one by implied dependencies', async () => {
    const text = 'services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, network_mode: "service:c"}\n  c: {image: x, links: [a]}\n';
    const directory = await temporaryProject({ 'compose.yaml': text });
    const { error, text: message } = await refusalOf(join(directory, 'compose.yaml'), directory);
    expect(error.code).toBe('SPEC_CYCLE');
    expect(message).toMatchInlineSnapshot(`
      "1 problem in compose.yaml

      compose.yaml:2:30 services.a.depends_on.b: services depend on each other in a cycle: a -> b -> c -> a
         2 |   a: {image: x, depends_on: [b]}
           |                              ^"
    `);
  });

  it('shows where YAML is broken', async () => {
    expect(await refusedText('services:\n  web:\n    image: "nginx\n    ports: []\n')).toMatchInlineSnapshot(`
      "1 problem in compose.yaml

      compose.yaml:3:12: not valid YAML: the quote " that opens here is never closed; add the closing one
         3 |     image: "nginx
           |            ^"
    `);
  });

  it.each([
    ['a quote that closes at the next one', 'services:\n  web:\n    image: "nginx\n    user: u\n    hostname: "h"\n', 'compose.yaml:3:12: not valid YAML: the quote " that opens here closes on line 5, where no value can end; add the closing one before'],
    ['a line of another indentation', 'services:\n  web:\n    image: x\n   user: u\n', 'compose.yaml:4:4: not valid YAML: this line is indented by 3, where nothing else is; expected another "key: value" of the mapping that began on line 2, indented by 2'],
    ['a colon that is missing', 'services:\n  web:\n    image nginx\n    user: u\n', 'compose.yaml:3:5: not valid YAML: a colon is missing on this line, or the next one is indented too far: the text goes on there, up to another colon'],
    ['a colon too many', 'services:\n  web:\n    image: nginx: latest\n', 'compose.yaml:3:17: not valid YAML: a second "key: value" cannot stand on this line; quote the text that has the colon in it'],
    ['a bracket that does not close', 'services:\n  web:\n    command: [a, b\n    user: u\n', 'compose.yaml:4:9: not valid YAML: expected "," or "]"'],
    ['a colon that is missing behind a byte order mark', '\uFEFFservices\n  web: {}\n', 'compose.yaml:1:1: not valid YAML: a colon is missing on this line, or the next one is indented too far: the text goes on there, up to another colon'],
    ['a version of YAML that is said twice', '%YAML 1.1\n%YAML 1.1\n---\nservices: {}\n', 'compose.yaml:2:1: not valid YAML: the version of YAML is said twice; remove one of the two lines'],
    ['a tab', 'services:\n  web:\n\timage: nginx\n', 'compose.yaml:3:1: not valid YAML: a tab cannot indent a line; use spaces'],
  ])('explains %s', async (_what, text, message) => {
    expect((await refusedText(text)).split('\n')[2]).toBe(message);
  });

  it('shows both places of a key that is defined twice', async () => {
    expect(await refusedText('services:\n  web:\n    image: a\n    user: b\n    image: c\n')).toMatchInlineSnapshot(`
      "1 problem in compose.yaml

      compose.yaml:5:5 services.web.image: key "image" is already defined on line 3; remove one of the two
         5 |     image: c
           |     ^"
    `);
  });

  it('keeps tabs of the line under the caret', async () => {
    expect(await refusedText('services:\n  web:\n    image:\tx\n    labels: {a:\t[1]}\n')).toMatchInlineSnapshot(`
      "1 problem in compose.yaml

      compose.yaml:4:17 services.web.labels.a: expected a string, a number or a boolean, found a list
         4 |     labels: {a:	[1]}
           |                	^"
    `);
  });

  it('points into the file that an override came from', async () => {
    const directory = await temporaryProject({
      'compose.yaml': 'services:\n  web:\n    image: nginx\n',
      'compose.override.yaml': 'services:\n  web:\n    # a comment\n    tty: perhaps\n',
    });
    const paths = ['compose.yaml', 'compose.override.yaml'].map((path) => join(directory, path));
    expect((await refusalOf(paths, directory)).text).toMatchInlineSnapshot(`
      "1 problem in compose.override.yaml

      compose.override.yaml:4:10 services.web.tty: expected a boolean (true or false), found "perhaps"
         4 |     tty: perhaps
           |          ^"
    `);
  });

  it('points into a file that is extended, and one that is included', async () => {
    const directory = await temporaryProject({
      'compose.yaml': 'include: [sub/compose.yaml]\nservices:\n  web:\n    extends: {file: base.yaml, service: base}\n',
      'base.yaml': 'services:\n  base:\n    image: nginx\n    ports: 80\n',
      'sub/compose.yaml': 'services:\n  db:\n    image: postgres\n    restart: false\n',
    });
    expect((await refusalOf(join(directory, 'compose.yaml'), directory)).text).toMatchInlineSnapshot(`
      "2 problems in the stack

      sub/compose.yaml:4:14 services.db.restart: expected a string, found the boolean false; quote it: "false"
         4 |     restart: false
           |              ^

      base.yaml:4:12 services.web.ports: expected a list, found the number 80
         4 |     ports: 80
           |            ^"
    `);
  });

  it('names the line that asks for a file that is not there', async () => {
    const directory = await temporaryProject({ 'compose.yaml': 'services:\n  web:\n    extends:\n      file: missing.yaml\n      service: base\n' });
    const { error, text } = await refusalOf(join(directory, 'compose.yaml'), directory);
    expect(error.code).toBe('SPEC_FILE_UNREADABLE');
    expect(text).toMatchInlineSnapshot(`
      "compose.yaml:4:7 services.web.extends: cannot read the Compose file missing.yaml: it does not exist (working directory: <cwd>); check the path, or give an absolute one
         4 |       file: missing.yaml
           |       ^"
    `);
  });

  it('says which path was tried where the Compose file is not there', async () => {
    const { error, text } = await refusalOf('/nowhere/compose.yaml');
    expect(error.code).toBe('SPEC_FILE_UNREADABLE');
    expect(text).toMatchInlineSnapshot(`"cannot read the Compose file /nowhere/compose.yaml: it does not exist (working directory: <cwd>); check the path, or give an absolute one"`);
  });

  it('shows path and value where the spec is an object', async () => {
    const spec = { services: { web: { image: 'nginx', ports: 80, depends_on: ['wbe'] } } };
    expect((await refusalOf(spec as never)).text).toMatchInlineSnapshot(`
      "2 problems in the stack

      services.web.ports: expected a list, found the number 80

      services.web.depends_on.wbe: depends on the service "wbe", which is not defined; defined are web"
    `);
  });

  it('counts what it does not show', async () => {
    const services = Array.from({ length: 25 }, (_, index) => `  s${String(index)}: {imge: x}`).join('\n');
    const { error, text } = await refusalOf({ services: Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`s${String(index)}`, { imge: 'x' }])) });
    expect(error.problems).toHaveLength(20);
    expect(text.split('\n\n').at(-1)).toBe('and 5 more problems');
    expect((await refusedText(`services:\n${services}\n`)).split('\n')[0]).toBe('25 problems in compose.yaml');
  });
});

describe('the problems of an error', () => {
  it('carry file, line, column, path, excerpt and suggestion', async () => {
    const directory = await temporaryProject({ 'compose.yaml': 'services:\n  web:\n    imge: nginx\n' });
    const file = join(directory, 'compose.yaml');
    expect((await refusalOf(file)).error.problems).toEqual([
      { message: 'unknown key; did you mean "image"?', path: 'services.web.imge', file, line: 3, column: 5, excerpt: '   3 |     imge: nginx\n     |     ^', suggestion: 'image' },
    ]);
  });
});
