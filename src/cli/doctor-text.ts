import type { DetectedBackend, ReadyBackend } from '../engine/backends/detect-backends.ts';

const engineName = { docker: 'Docker Engine', podman: 'Podman' } as const;

const readyLines = ({ endpoint, source, facts, info }: ReadyBackend, isUsed: boolean): readonly string[] => [
  `${isUsed ? '* ' : '  '}${endpoint}${isUsed ? '  (used)' : ''}`,
  `    found by   ${source}`,
  `    engine     ${engineName[facts.kind]} ${facts.version}, API ${facts.apiVersion}, ${facts.os}/${facts.arch}, ${info.rootless ? 'rootless' : 'as root'}`,
  `    system     ${info.operatingSystem}, storage ${info.storageDriver}`,
];

const missingLine = ({ endpoint, source, reason }: Exclude<DetectedBackend, ReadyBackend>): string => `    ${endpoint} (${source}): ${reason}`;

/** What `seaworthy doctor` prints: the engines that answer, the first of which is used, then where none did and why. */
export function doctorText(backends: readonly DetectedBackend[]): string {
  const ready = backends.filter((backend) => backend.state === 'ready');
  const missing = backends.filter((backend) => backend.state !== 'ready');
  return [
    ready.length === 0 ? 'Engines: none answers' : 'Engines:',
    ...ready.flatMap((backend, index) => readyLines(backend, index === 0)),
    ...(missing.length === 0 ? [] : ['Looked at without success:', ...missing.map(missingLine)]),
    '',
  ].join('\n');
}
