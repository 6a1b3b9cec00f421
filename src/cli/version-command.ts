import type { Command } from './command.ts';
import { oneOf } from './flag-values.ts';

const flags = {
  short: { type: 'boolean', help: 'Print the number only' },
  format: { type: 'string', value: 'FORMAT', help: '"pretty" (default) or "json"' },
} as const;

/** `seaworthy version`. */
export const versionCommand = (version: string): Command<typeof flags> => ({
  name: 'version',
  summary: 'Print the version',
  operands: '',
  count: { min: 0, max: 0 },
  flags,
  run: ({ flags: { short, format }, output }) => {
    const json = oneOf(format, ['pretty', 'json'], '--format', 'version') === 'json';
    if (json) output.data(`${JSON.stringify({ version })}\n`);
    else output.data(short === true ? `${version}\n` : `Seaworthy version ${version}\n`);
    return Promise.resolve();
  },
});
