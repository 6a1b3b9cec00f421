import type { Owner } from '../plan/labels.ts';
import type { ProcessStatus } from './process-status.ts';

/** From where an owner is looked at. */
export interface Vantage {
  readonly here: Owner;
  /** Whether the engine runs on this machine, and so is used by this machine's processes above all. */
  readonly engineIsLocal: boolean;
  readonly lookUp: (pid: number) => ProcessStatus;
}

/** Whether a process number of the owner's means the same process here. */
const seesItsProcesses = (owner: Owner, { here, engineIsLocal }: Vantage): boolean => {
  if (owner.namespace !== here.namespace || owner.boot !== here.boot) return false;
  // A kernel that names its boot is this one. One that does not is told by the machine, of which an engine far away may know several of one name.
  return owner.boot !== '' || (engineIsLocal && owner.machine === here.machine);
};

/** Whether the owner ran on this machine before it was started anew. */
const ranBeforeThisBoot = (owner: Owner, { here, engineIsLocal }: Vantage): boolean =>
  engineIsLocal && owner.machine === here.machine && owner.namespace === here.namespace && owner.boot !== '' && here.boot !== '' && owner.boot !== here.boot;

/**
 * Whether it is certain that an owner has ended: its process is gone, or its number belongs to another one now, or its
 * machine was started anew since. Of an owner on another machine, or in another container, nothing is certain.
 */
export const isDead = (owner: Owner, vantage: Vantage): boolean => {
  if (owner.session === vantage.here.session) return false;
  if (ranBeforeThisBoot(owner, vantage)) return true;
  if (!seesItsProcesses(owner, vantage)) return false;
  const status = vantage.lookUp(owner.pid);
  if (status.state === 'gone') return true;
  return status.started !== '' && owner.started !== '' && status.started !== owner.started;
};
