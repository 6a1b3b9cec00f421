#!/usr/bin/env node
import { createRequire } from 'node:module';
import { styleText } from 'node:util';
import { configCommand } from './config-command.ts';
import { doctorCommand } from './doctor-command.ts';
import type { Output } from './output.ts';
import { runCommandLine } from './run-command-line.ts';

const { version } = createRequire(import.meta.url)('seaworthy/package.json') as { readonly version: string };

// `hasColors` knows NO_COLOR, FORCE_COLOR and terminals without colours.
const coloured = process.stderr.isTTY && process.stderr.hasColors();

const output: Output = {
  data: (text) => process.stdout.write(text),
  message: (line) => process.stderr.write(`${line}\n`),
  warning: (line) => process.stderr.write(`${coloured ? styleText('yellow', 'warning:') : 'warning:'} ${line}\n`),
};

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), { commands: [configCommand, doctorCommand], version, output });
