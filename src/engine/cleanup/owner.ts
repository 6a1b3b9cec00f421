import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Owner } from '../plan/labels.ts';
import { ofThisProcess } from './of-this-process.ts';
import { lookUpProcess } from './process-status.ts';

/** What a system does not tell is empty. */
const orNothing = (read: () => string): string => {
  try {
    return read().trim();
  } catch {
    return '';
  }
};

const ID_LENGTH = 12;

/** A machine's own id is not for others to see (machine-id(5)), so only a hash of it is. */
const machineId = (): string =>
  createHash('sha256').update(`seaworthy ${hostname()} ${orNothing(() => readFileSync('/etc/machine-id', 'utf8'))}`).digest('hex').slice(0, ID_LENGTH);

const describe = (): Owner => {
  const status = lookUpProcess(process.pid);
  return {
    session: randomBytes(6).toString('hex'),
    pid: process.pid,
    host: hostname(),
    machine: machineId(),
    boot: orNothing(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    namespace: orNothing(() => readlinkSync('/proc/self/ns/pid')).replace(/\D/g, ''),
    started: status.state === 'running' ? status.started : '',
  };
};

/** This process as an owner of resources: all it creates can be found under one session. */
export const currentOwner = (): Owner => ofThisProcess('owner', describe);
