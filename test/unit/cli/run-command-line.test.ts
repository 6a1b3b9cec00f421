import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/cli/command.ts';
import { CommandFailure } from '../../../src/cli/command-failure.ts';
import { runCommandLine } from '../../../src/cli/run-command-line.ts';
import { UsageError } from '../../../src/cli/usage-error.ts';
import { SpecError } from '../../../src/errors.ts';

/** Runs a command that does one thing, and says how it ended and what it wrote. */
const run = async (args: readonly string[], deed: () => void = () => {}): Promise<{ code: number; data: string; messages: readonly string[] }> => {
  const written = { data: '', messages: [] as string[] };
  const command: Command = {
    name: 'act',
    summary: 'Acts',
    operands: '',
    flags: {},
    run: ({ output }) => {
      output.data('before\n');
      deed();
      return Promise.resolve();
    },
  };
  const note = (line: string): void => void written.messages.push(line);
  const code = await runCommandLine(args, { commands: [command], version: '1.2.3', output: { data: (text) => (written.data += text), message: note, warning: note } });
  return { code, ...written };
};

const fails = (error: Error) => (): never => {
  throw error;
};

describe('runCommandLine', () => {
  it('ends with 0 when the command succeeds', async () => {
    expect(await run(['act'])).toEqual({ code: 0, data: 'before\n', messages: [] });
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
