import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/cli/command.ts';
import { CommandFailure } from '../../../src/cli/command-failure.ts';
import { Interruption } from '../../../src/cli/interruption.ts';
import { UsageError } from '../../../src/cli/usage-error.ts';
import { SpecError } from '../../../src/errors.ts';
import { runProgram } from './run-program.ts';

/** Runs a command that does one thing, and says how it ended and what it wrote. */
const run = async (args: readonly string[], deed: () => unknown = () => undefined, signal: AbortSignal = new AbortController().signal): ReturnType<typeof runProgram> => {
  const command: Command = {
    name: 'act',
    summary: 'Acts',
    operands: '',
    flags: {},
    run: ({ output }) => {
      output.data('before\n');
      return Promise.resolve(deed() as number | undefined);
    },
  };
  return await runProgram(args, { commands: [command], signal });
};

const fails = (error: Error) => (): never => {
  throw error;
};

describe('runCommandLine', () => {
  it('ends with 0 when the command succeeds', async () => {
    expect(await run(['act'])).toEqual({ code: 0, data: 'before\n', messages: [] });
  });

  it('ends with the code that the command gives', async () => {
    expect(await run(['act'], () => 7)).toEqual({ code: 7, data: 'before\n', messages: [] });
  });

  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends as shells report it for %s, whatever the interrupted command makes of it', async (name, code) => {
    const signal = AbortSignal.abort(new Interruption(name));
    expect(await run(['act'], fails(signal.reason as Error), signal)).toMatchObject({ code, messages: [`Interrupted by ${name}.`] });
    expect(await run(['act'], fails(new CommandFailure('cut short')), signal)).toMatchObject({ code, messages: ['cut short'] });
  });

  it('refuses a kind of progress that it does not know', async () => {
    expect(await run(['--progress', 'fancy', 'act'])).toMatchObject({ code: 2, data: '', messages: ['unknown kind of progress "fancy"; use "auto", "tty", "plain" or "quiet"\nRun "seaworthy --help" for what is possible.'] });
  });

  it('prints the version as data', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, data: '1.2.3\n', messages: [] });
  });

  it.each<readonly [string, Error]>([
    ['the spec is wrong', new SpecError('SPEC_INVALID', '1 problem in compose.yaml', [])],
    ['the command cannot do its work', new CommandFailure('1 problem in compose.yaml')],
  ])('ends with 1 and the message alone when %s', async (_what, error) => {
    expect(await run(['act'], fails(error))).toEqual({ code: 1, data: 'before\n', messages: ['1 problem in compose.yaml'] });
  });

  it.each([
    ['a command line that makes no sense', ['act', '--nope'], () => {}, 'unknown option --nope\nRun "seaworthy act --help" for what is possible.'],
    ['no command', [], () => {}, 'no command was given\nRun "seaworthy --help" for what is possible.'],
    ['a value that the command does not know', ['act'], fails(new UsageError('unknown format "xml"', 'act')), 'unknown format "xml"\nRun "seaworthy act --help" for what is possible.'],
  ])('ends with 2 and where to look for %s', async (_what, args, deed, message) => {
    expect(await run(args, deed)).toMatchObject({ code: 2, messages: [message] });
  });

  it('leaves a defect to whoever started it, with its stack', async () => {
    const defect = new TypeError('x is undefined');
    await expect(run(['act'], fails(defect))).rejects.toBe(defect);
  });
});
