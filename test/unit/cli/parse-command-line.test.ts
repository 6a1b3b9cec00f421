import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/cli/command.ts';
import { type Invocation, parseCommandLine } from '../../../src/cli/parse-command-line.ts';

const command: Command = {
  name: 'config',
  summary: 'Prints',
  operands: '',
  flags: { quiet: { type: 'boolean', short: 'q', help: '' }, format: { type: 'string', help: '' } },
  run: () => Promise.resolve(),
};

const logs: Command = { ...command, name: 'logs', flags: { follow: { type: 'boolean', short: 'f', help: '' } } };
const exec: Command = { ...command, name: 'exec', operands: 'SERVICE COMMAND', count: { min: 2 }, takesCommand: true, flags: { env: { type: 'string', short: 'e', multiple: true, help: '' } } };
const port: Command = { ...command, name: 'port', operands: 'SERVICE PORT', count: { min: 2, max: 2 }, flags: {} };

const parse = (line: string): Invocation => parseCommandLine(line.split(' ').filter((word) => word !== ''), [command, logs, exec, port]);

/** What a line that runs a command gives to it. */
const call = (line: string): object => {
  const invocation = parse(line);
  return invocation.kind === 'run' ? { flags: { ...invocation.flags }, operands: invocation.operands } : invocation;
};

describe('parseCommandLine', () => {
  it('takes the options of the project before and after the command', () => {
    expect(call('-f a.yaml -p shop config --file b.yaml --profile x web db')).toEqual({
      flags: { file: ['a.yaml', 'b.yaml'], 'project-name': 'shop', profile: ['x'] },
      operands: ['web', 'db'],
    });
  });

  it('lets the last one count where an option makes no sense twice', () => {
    expect(call('-p one config -p two --format yaml --format json')).toEqual({ flags: { 'project-name': 'two', format: 'json' }, operands: [] });
  });

  it('takes values that are attached, and a dash for standard input', () => {
    expect(call('-fa.yaml --file=b.yaml -f - config -q')).toEqual({ flags: { file: ['a.yaml', 'b.yaml', '-'], quiet: true }, operands: [] });
  });

  it('does not take the value of an option for the command', () => {
    expect(call('-p config config')).toEqual({ flags: { 'project-name': 'config' }, operands: [] });
  });

  it('takes what follows a double dash for operands', () => {
    expect(call('config -- -q')).toEqual({ flags: {}, operands: ['-q'] });
  });

  it('takes a short name that the command has for itself for its own, after its name', () => {
    expect(call('-f a.yaml logs -f web')).toEqual({ flags: { file: ['a.yaml'], follow: true }, operands: ['web'] });
  });

  it('leaves alone what follows the service of a command that runs a command', () => {
    expect(call('exec -e A=1 web ls -la --file -- -e')).toEqual({ flags: { env: ['A=1'] }, operands: ['web', 'ls', '-la', '--file', '--', '-e'] });
  });

  it.each([
    ['--version', { kind: 'version' }],
    ['-f a.yaml -v', { kind: 'version' }],
    ['--help', { kind: 'help', command: undefined }],
    ['-h config', { kind: 'help', command }],
    ['config --help', { kind: 'help', command }],
  ])('answers %s', (line, invocation) => {
    expect(parse(line)).toEqual(invocation);
  });

  it.each([
    ['', 'no command was given'],
    ['-f a.yaml', 'no command was given'],
    ['exec', 'exec takes SERVICE COMMAND, and was given nothing'],
    ['exec web', 'exec takes SERVICE COMMAND, and was given only "web"'],
    ['port web 80 81', 'port takes SERVICE PORT, and was given "web 80 81"'],
    ['exec --en A=1 web ls', 'unknown option --en; did you mean "--env"?'],
    ['logs --version', 'unknown option --version'],
    ['confg', 'unknown command "confg"; did you mean "config"?'],
    ['launch', 'unknown command "launch"'],
    ['config --formt json', 'unknown option --formt; did you mean "--format"?'],
    ['config -x', 'unknown option -x'],
    ['--format json config', 'unknown option --format'],
    ['config --format', "option '--format <value>' argument missing"],
    ['config -q=1', 'unknown option -='],
    ['config --quiet=1', "option '-q, --quiet' does not take an argument"],
    ['config --format --quiet', "option '--format' argument is ambiguous"],
  ])('refuses %j', (line, message) => {
    expect(() => parse(line)).toThrow(expect.objectContaining({ name: 'UsageError', message }));
  });

  it.each([
    ['config --nope', 'config'],
    ['--nope config', undefined],
  ])('knows which command %j was meant for', (line, of) => {
    expect(() => parse(line)).toThrow(expect.objectContaining({ command: of }));
  });
});
