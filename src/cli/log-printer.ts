import { styleText } from 'node:util';
import type { ServiceLogLine, Stack } from '../engine/lifecycle/stack.ts';
import type { Output } from './output.ts';

interface LogStyle {
  readonly coloured: boolean;
  /** Begin each line with the name of its container. */
  readonly prefixed: boolean;
  /** The project's name, which is left out of the names of its containers. */
  readonly project: string;
  /** Names of the containers that may speak, for a prefix of one width. */
  readonly containers: readonly string[];
}

const COLOURS = ['cyan', 'yellow', 'green', 'magenta', 'blue', 'cyanBright', 'yellowBright', 'greenBright', 'magentaBright', 'blueBright'] as const;

/** Turns lines of a log into lines of text, as `docker compose logs` prints them: `web-1  | listening`. */
const logPrinter = ({ coloured, prefixed, project, containers }: LogStyle): ((line: ServiceLogLine) => string) => {
  if (!prefixed) return ({ text }) => `${text}\n`;
  const short = (name: string): string => (name.startsWith(`${project}-`) ? name.slice(project.length + 1) : name);
  const names = [...new Set(containers.map(short))].sort();
  const width = Math.max(0, ...names.map(({ length }) => length)) + 1;
  return ({ container, text }) => {
    const name = short(container);
    const prefix = `${name.padEnd(width)} | `;
    const colour = COLOURS[Math.max(0, names.indexOf(name)) % COLOURS.length] ?? 'cyan';
    return `${coloured ? styleText(colour, prefix, { validateStream: false }) : prefix}${text}\n`;
  };
};

interface LogFlags {
  readonly 'no-color'?: boolean;
  readonly 'no-log-prefix'?: boolean;
}

/** The printer for the log of services of a stack, as the flags ask. */
export const stackLogPrinter = (stack: Stack, services: readonly string[], flags: LogFlags, { dataScreen }: Output): ((line: ServiceLogLine) => string) =>
  logPrinter({
    coloured: dataScreen.coloured && flags['no-color'] !== true,
    prefixed: flags['no-log-prefix'] !== true,
    project: stack.project,
    containers: services.flatMap((name) => stack.services[name]?.containers ?? []),
  });
