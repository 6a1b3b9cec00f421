import { Readable } from 'node:stream';
import type { Command } from '../../../src/cli/command.ts';
import type { Engine } from '../../../src/cli/engine.ts';
import { runCommandLine } from '../../../src/cli/run-command-line.ts';
import { noEngine } from './no-engine.ts';

interface ProgramOptions {
  readonly commands: readonly Command[];
  readonly engine?: Engine;
  readonly signal?: AbortSignal;
}

interface Ended {
  readonly code: number;
  readonly data: string;
  readonly messages: readonly string[];
}

/** Runs a command line in this process, and says how it ended and what it wrote. */
export const runProgram = async (args: readonly string[], { commands, engine = noEngine, signal = new AbortController().signal }: ProgramOptions): Promise<Ended> => {
  const written = { data: '', messages: [] as string[] };
  const note = (line: string | Uint8Array): void => void written.messages.push(String(line));
  const screen = { isTerminal: false, coloured: false, columns: 80, rows: 24 };
  const output = { data: (text: string | Uint8Array) => void (written.data += String(text)), aside: note, message: note, warning: note, dataScreen: screen, asideScreen: screen };
  const input = { isTerminal: false, open: () => Readable.from([]), raw: () => () => {} };
  const code = await runCommandLine(args, { commands, version: '1.2.3', output, input, interrupts: { signal, again: () => signal }, engine });
  return { code, ...written };
};
