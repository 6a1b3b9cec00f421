import { FixtureError } from '../errors.ts';

/** Whether stacks of tests stay up after their scope: none, those of failing tests, or all. */
export type KeepMode = 'never' | 'on-failure' | 'always';

const VARIABLE = 'SEAWORTHY_KEEP';

/**
 * What `SEAWORTHY_KEEP` asks for: `on-failure`, `always`, or, unset or empty, `never`.
 *
 * @throws FixtureError OPTIONS_INVALID on any other value.
 */
export function keepMode(env: NodeJS.ProcessEnv = process.env): KeepMode {
  const value = env[VARIABLE] ?? '';
  if (value === '') return 'never';
  if (value === 'never' || value === 'on-failure' || value === 'always') return value;
  throw new FixtureError('OPTIONS_INVALID', `${VARIABLE} is "${value}".\n  Set it to on-failure or always, or unset it to keep no stack.`);
}

/** Whether a stack stays up. */
export const isKept = (mode: KeepMode, failed: boolean): boolean => mode === 'always' || (mode === 'on-failure' && failed);

/** How to look into a stack that stays up, and how to remove it. */
export function keptText(project: string, services: readonly string[]): string {
  const [service = 'SERVICE'] = services;
  return [
    `stack ${project} is kept:`,
    `  look   npx seaworthy -p ${project} ps`,
    `         npx seaworthy -p ${project} logs`,
    `         npx seaworthy -p ${project} exec ${service} sh`,
    `  remove npx seaworthy -p ${project} down --volumes`,
  ].join('\n');
}
