import type { ServiceEvidence } from '../engine/lifecycle/evidence.ts';
import { printableText } from './printable-text.ts';
import type { StackEvidence } from './stack-evidence.ts';

/** Lines of a service's log that stand beside the error itself; a file has the rest. */
const INLINE_LINES = 10;

/** Failed probes that stand there. */
const INLINE_PROBES = 3;

/** Characters of a line beside the error; a file has the whole line. */
const INLINE_CHARACTERS = 300;

export interface EvidenceTextOptions {
  /** What failed, as in "during this test". */
  readonly during: 'test' | 'suite' | 'file';
  /** Container name → path of the file that has its whole log of the window. */
  readonly logFiles?: ReadonlyMap<string, string>;
  /** Why whole logs could not be written to files. */
  readonly logFilesFailure?: string;
}

/** Whether a service said more than stands beside the error, so that a file is worth writing. */
export function isShortened(evidence: ServiceEvidence): boolean {
  return evidence.lines.length + evidence.omitted > INLINE_LINES || evidence.lines.some((line) => line.text.length > INLINE_CHARACTERS);
}

/**
 * The block under an error: one line of state per service, then the end of what it wrote. Every log line carries its
 * service's name, so that a stack trace in a log is not taken for one of the test's. Times are UTC.
 */
export function evidenceText(evidence: StackEvidence, options: EvidenceTextOptions): string {
  const project = evidence.stack === evidence.project ? '' : ` (project ${evidence.project})`;
  const heading = `stack ${evidence.stack}${project} during this ${options.during}:`;
  if (evidence.unavailable !== undefined) return `${heading}\n  no evidence: ${printableText(evidence.unavailable).replaceAll('\n', '\n    ')}`;
  if (evidence.services.length === 0) return `${heading}\n  none of its containers is left`;
  const names = new Map(evidence.services.map((service) => [service.container, displayName(service, evidence.services)]));
  const width = Math.max(0, ...[...names.values()].map((name) => name.length));
  const blocks = evidence.services.map((service) => serviceText(service, names.get(service.container) ?? service.service, width, options.logFiles?.get(service.container)));
  const failure = options.logFilesFailure === undefined ? [] : [`  whole logs could not be written: ${printableText(options.logFilesFailure)}`];
  return [heading, ...blocks.flat(), ...failure].join('\n');
}

/** The service's name; with several replicas the container's, which tells them apart. */
function displayName(evidence: ServiceEvidence, all: readonly ServiceEvidence[]): string {
  return all.filter((other) => other.service === evidence.service).length > 1 ? evidence.container : evidence.service;
}

function serviceText(evidence: ServiceEvidence, name: string, width: number, logFile: string | undefined): string[] {
  const shown = evidence.lines.slice(-INLINE_LINES);
  return [
    `  ${name.padEnd(width)}  ${stateText(evidence)}, ${countText(evidence, shown.length)}`,
    ...probeText(evidence),
    ...shown.map((line) => `    ${name} | ${clockText(line.timeMs)} ${shorten(printableText(line.text))}`),
    ...(logFile === undefined ? [] : [`    whole log: ${logFile}`]),
  ];
}

function stateText(evidence: ServiceEvidence): string {
  const remarks = [
    ...(evidence.exitCode === undefined ? [] : [`exit code ${evidence.exitCode}`]),
    ...(evidence.outOfMemory ? ['out of memory'] : []),
    // `starting` says only that the engine's own first probe is still to come.
    ...(evidence.health === 'healthy' || evidence.health === 'unhealthy' ? [evidence.health] : []),
    ...(evidence.restarts === 0 ? [] : [`restarted ${evidence.restarts === 1 ? 'once' : `${evidence.restarts} times`}`]),
  ];
  return remarks.length === 0 ? evidence.state : `${evidence.state} (${remarks.join(', ')})`;
}

function countText(evidence: ServiceEvidence, shown: number): string {
  const total = evidence.lines.length + evidence.omitted;
  if (total === 0) return 'no lines';
  const lines = `${total} ${total === 1 ? 'line' : 'lines'}`;
  return shown < total ? `${lines}, the last ${shown}:` : `${lines}:`;
}

/** The probes that failed, each with the end of what it said. */
function probeText(evidence: ServiceEvidence): string[] {
  return evidence.probes
    .filter(({ exitCode }) => exitCode !== 0)
    .slice(-INLINE_PROBES)
    .map(({ endMs, exitCode, output }) => {
      const text = printableText(output).trim();
      const lines = text === '' ? ['no output'] : text.split('\n').slice(-3).map(shorten);
      return `    probe failed at ${clockText(endMs)}: exit code ${exitCode}, ${lines.join('\n      ')}`;
    });
}

const clockText = (timeMs: number): string => new Date(timeMs).toISOString().slice(11, 23);

const shorten = (text: string): string => (text.length > INLINE_CHARACTERS ? `${text.slice(0, INLINE_CHARACTERS)} …` : text);
