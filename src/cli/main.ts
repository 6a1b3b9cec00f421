#!/usr/bin/env node
import { createRequire } from 'node:module';
import { styleText } from 'node:util';
import type { WriteStream } from 'node:tty';
import { composeUp, openProject } from '../engine/index.ts';
import { allCommands } from './commands.ts';
import type { Input } from './input.ts';
import { Interruption, type Interrupts } from './interruption.ts';
import type { Output, Screen } from './output.ts';
import { runCommandLine } from './run-command-line.ts';

const { version } = createRequire(import.meta.url)('seaworthy/package.json') as { readonly version: string };

// `hasColors` knows NO_COLOR, FORCE_COLOR and terminals without colours.
const screenOf = (stream: WriteStream): Screen => ({
  isTerminal: stream.isTTY,
  coloured: stream.isTTY && stream.hasColors(),
  columns: stream.isTTY ? stream.columns : 80,
  rows: stream.isTTY ? stream.rows : 24,
});

const asideScreen = screenOf(process.stderr);

const output: Output = {
  data: (text) => process.stdout.write(text),
  aside: (text) => process.stderr.write(text),
  message: (line) => process.stderr.write(`${line}\n`),
  warning: (line) => process.stderr.write(`${asideScreen.coloured ? styleText('yellow', 'warning:') : 'warning:'} ${line}\n`),
  dataScreen: screenOf(process.stdout),
  asideScreen,
};

const input: Input = {
  isTerminal: process.stdin.isTTY,
  open: () => process.stdin,
  raw: () => {
    process.stdin.setRawMode(true);
    return () => process.stdin.setRawMode(false);
  },
};

const listenToSignals = (): Interrupts => {
  const [first, second] = [new AbortController(), new AbortController()];
  let secondIsTaken = false;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      const why = new Interruption(name);
      if (!first.signal.aborted) first.abort(why);
      else if (secondIsTaken && !second.signal.aborted) second.abort(why);
      else process.exit(why.exitCode);
    });
  }
  // A reader that has gone ends a command like a signal, so that it stops and takes back what it has to. Every line that
  // cannot be written says so again, which is no second request.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      if (!first.signal.aborted) first.abort(new Interruption('SIGPIPE'));
    });
  }
  const again = (): AbortSignal => {
    secondIsTaken = true;
    return second.signal;
  };
  return { signal: first.signal, again };
};

process.exitCode = await runCommandLine(process.argv.slice(2), { commands: allCommands(version), version, output, input, interrupts: listenToSignals(), engine: { composeUp, openProject } });
