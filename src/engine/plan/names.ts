import { randomBytes } from 'node:crypto';

/** Longest readable part of a generated project name: with service and number it stays a DNS label (63). */
const LONGEST_BASE = 24;

/** A project name that no other run has: the readable base and eight random characters. */
export const uniqueProjectName = (base: string): string => {
  const readable = base.slice(0, LONGEST_BASE).replace(/[-_]+$/, '');
  return `${readable === '' ? 'stack' : readable}-${randomBytes(4).toString('hex')}`;
};

export const containerName = (project: string, service: string, number: number): string => `${project}-${service}-${String(number)}`;

export const resourceName = (project: string, key: string): string => `${project}_${key}`;

/** A container beside another, for one step that runs before it. */
export const hookContainerName = (container: string): string => `${container}-hook-${randomBytes(4).toString('hex')}`;
