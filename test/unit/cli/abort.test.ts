import { describe, expect, it } from 'vitest';
import { configCommand } from '../../../src/cli/config-command.ts';
import { doctorCommand } from '../../../src/cli/doctor-command.ts';
import { Interruption } from '../../../src/cli/interruption.ts';
import { runProgram } from './run-program.ts';

describe('an interrupted command', () => {
  it.each([
    ['config', ['-f', 'nowhere.yaml', 'config']],
    ['doctor', ['doctor']],
  ])('ends %s before it has done its work', async (_name, args) => {
    const signal = AbortSignal.abort(new Interruption('SIGTERM'));
    expect(await runProgram(args, { commands: [configCommand, doctorCommand], signal })).toEqual({ code: 143, data: '', messages: ['Interrupted by SIGTERM.'] });
  });

  it('says nothing when its reader has gone', async () => {
    const signal = AbortSignal.abort(new Interruption('SIGPIPE'));
    expect(await runProgram(['doctor'], { commands: [doctorCommand], signal })).toEqual({ code: 141, data: '', messages: [] });
  });
});
