import type { HealthcheckFacts } from '../runtime/containers.ts';

/** The command that a healthcheck runs; `undefined` when it checks nothing. */
export const healthCommand = (healthcheck: HealthcheckFacts, shell: readonly string[] = ['/bin/sh', '-c']): readonly string[] | undefined => {
  const [kind, ...command] = healthcheck.test;
  switch (kind) {
    case 'CMD':
      return command.length === 0 ? undefined : command;
    case 'CMD-SHELL':
      return [...shell, ...command];
    default:
      return undefined;
  }
};
