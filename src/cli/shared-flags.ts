/** Options that several commands take. */

export const graceFlags = {
  timeout: { type: 'string', short: 't', value: 'SECONDS', help: 'Grace before a container is killed (default: its stop_grace_period, else 10)' },
} as const;

export const indexFlags = {
  index: { type: 'string', value: 'NUMBER', help: 'Number of the container, where the service has several' },
} as const;

/** How a command runs in a container. */
export const processFlags = {
  env: { type: 'string', short: 'e', multiple: true, value: 'NAME=VALUE', help: 'Set a variable; without a value it is taken from here' },
  'no-tty': { type: 'boolean', short: 'T', help: 'Give it no terminal (default: one where this has one)' },
  user: { type: 'string', short: 'u', value: 'USER', help: 'Run it as this user' },
  workdir: { type: 'string', short: 'w', value: 'DIR', help: 'Run it in this directory' },
} as const;

/** How the lines of a log look. */
export const logStyleFlags = {
  'no-color': { type: 'boolean', help: 'Use no colours' },
  'no-log-prefix': { type: 'boolean', help: 'Print lines without the name of their container' },
} as const;
