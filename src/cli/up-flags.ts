import type { UpOptions } from '../engine/lifecycle/up-options.ts';
import type { FlagValues } from './flags.ts';
import { oneOf, present, secondsInMs } from './flag-values.ts';
import { logStyleFlags } from './shared-flags.ts';
import { UsageError } from './usage-error.ts';

const own = {
  detach: { type: 'boolean', short: 'd', help: 'End when the stack is ready, and leave it up' },
  wait: { type: 'boolean', help: 'The same' },
  'wait-timeout': { type: 'string', value: 'SECONDS', help: 'How long it may take to be ready, once images are there (default 120)' },
  build: { type: 'boolean', help: 'Build images even when they are there' },
  pull: { type: 'string', value: 'POLICY', help: '"always", "missing" or "never", in place of what the files say' },
  'force-recreate': { type: 'boolean', help: 'Recreate containers that have not changed, too' },
  'no-recreate': { type: 'boolean', help: 'Keep containers that have changed' },
  'no-deps': { type: 'boolean', help: 'Leave alone what the named services depend on' },
  'remove-orphans': { type: 'boolean', help: 'Remove containers of services that the files do not have' },
  'renew-anon-volumes': { type: 'boolean', short: 'V', help: 'Give recreated containers new anonymous volumes' },
  scale: { type: 'string', multiple: true, value: 'SERVICE=NUMBER', help: 'How many containers a service has' },
  timeout: { type: 'string', short: 't', value: 'SECONDS', help: 'Grace of the containers at the end, where this stays attached' },
  'abort-on-container-exit': { type: 'boolean', help: 'Stop all once a container has ended, with its exit code' },
  'exit-code-from': { type: 'string', value: 'SERVICE', help: 'The same, with the exit code of this service' },
  timestamps: { type: 'boolean', help: 'Begin each line with its time' },
} as const;

export const upFlags: typeof own & typeof logStyleFlags = { ...own, ...logStyleFlags };

export type UpFlags = typeof upFlags;

/** Stays with the stack and shows its log. */
export const isAttached = ({ detach, wait }: FlagValues<UpFlags>): boolean => detach !== true && wait !== true;

const scaleOf = (given: readonly string[] | undefined): Readonly<Record<string, number>> | undefined =>
  given === undefined
    ? undefined
    : Object.fromEntries(
        given.map((entry) => {
          const match = /^([^=]+)=(\d{1,4})$/.exec(entry);
          if (match === null) throw new UsageError(`--scale takes SERVICE=NUMBER, and was given "${entry}"`, 'up');
          return [match[1] ?? '', Number(match[2])];
        }),
      );

const refusePairs = (flags: FlagValues<UpFlags>): void => {
  const aborting = flags['exit-code-from'] !== undefined ? '--exit-code-from' : '--abort-on-container-exit';
  if (!isAttached(flags) && (flags['exit-code-from'] !== undefined || flags['abort-on-container-exit'] === true)) throw new UsageError(`${aborting} needs up to stay, so it cannot be given with ${flags.detach === true ? '--detach' : '--wait'}`, 'up');
  if (flags['force-recreate'] === true && flags['no-recreate'] === true) throw new UsageError('--force-recreate and --no-recreate contradict each other', 'up');
};

/** What the flags mean to the engine. @throws UsageError */
export const upOptions = (flags: FlagValues<UpFlags>, services: readonly string[] | undefined): UpOptions => {
  refusePairs(flags);
  return present<UpOptions>({
    services,
    timeoutMs: secondsInMs(flags['wait-timeout'], '--wait-timeout', 'up'),
    build: flags.build,
    pull: oneOf(flags.pull, ['always', 'missing', 'never'], '--pull', 'up'),
    forceRecreate: flags['force-recreate'],
    noRecreate: flags['no-recreate'],
    noDeps: flags['no-deps'],
    removeOrphans: flags['remove-orphans'],
    renewAnonVolumes: flags['renew-anon-volumes'],
    scale: scaleOf(flags.scale),
  });
};
