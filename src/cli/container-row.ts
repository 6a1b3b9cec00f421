import type { ServiceStatus } from '../engine/lifecycle/stack.ts';
import type { ContainerSummary } from '../engine/runtime/containers.ts';
import { humanDuration } from './human-duration.ts';

/** One container as `docker compose ps --format json` has it. */
export interface ContainerRow {
  readonly Command: string;
  readonly CreatedAt: string;
  readonly ExitCode: number;
  readonly Health: string;
  readonly ID: string;
  readonly Image: string;
  readonly Labels: string;
  readonly LocalVolumes: string;
  readonly Mounts: string;
  readonly Name: string;
  readonly Names: string;
  readonly Networks: string;
  readonly Ports: string;
  readonly Project: string;
  readonly Publishers: readonly { readonly URL: string; readonly TargetPort: number; readonly PublishedPort: number; readonly Protocol: string }[];
  readonly RunningFor: string;
  readonly Service: string;
  readonly Size: string;
  readonly State: string;
  readonly Status: string;
}

const SHORT_ID = 12;
const COMMAND_LENGTH = 20;
const MOUNT_LENGTH = 15;
const MS_PER_MINUTE = 60_000;

const shortened = (text: string, length: number): string => (Array.from(text).length <= length ? text : `${Array.from(text).slice(0, length - 1).join('')}…`);

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** A moment as Go prints it, in the zone of this machine: `2026-01-31 09:37:25 +0000 UTC`. */
const goTime = (ms: number): string => {
  const date = new Date(ms);
  const offset = -date.getTimezoneOffset();
  const local = new Date(ms + offset * MS_PER_MINUTE).toISOString();
  const zone = /\(([A-Z]{2,5})\)|([A-Z]{2,5})$/.exec(date.toLocaleString('en-US', { timeZoneName: 'short' }));
  const numeric = `${offset < 0 ? '-' : '+'}${two(Math.abs(offset) / 60)}${two(Math.abs(offset) % 60)}`;
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${numeric} ${zone?.[1] ?? zone?.[2] ?? numeric}`;
};

type Port = ContainerSummary['ports'][number];

const portText = ({ hostIp = '', hostPort, containerPort, protocol }: Port): string => {
  const target = `${String(containerPort)}/${protocol}`;
  return hostPort === undefined ? target : `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:${String(hostPort)}->${target}`;
};

/** A container in the words of `docker compose ps`: what the engine lists, and what the stack knows of how it does. */
export const containerRow = (summary: ContainerSummary, status: ServiceStatus, project: string, nowMs: number, whole: boolean): ContainerRow => {
  const ports = [...summary.ports].sort((a, b) => a.containerPort - b.containerPort || (a.hostIp ?? '').localeCompare(b.hostIp ?? ''));
  const mounts = summary.mounts.map(({ name, source }) => name ?? source);
  return {
    Command: JSON.stringify(whole ? summary.command : shortened(summary.command, COMMAND_LENGTH)),
    CreatedAt: goTime(summary.createdMs),
    ExitCode: status.exitCode ?? 0,
    Health: status.state !== 'running' || status.health === undefined || status.health === 'none' ? '' : status.health,
    ID: whole ? summary.id : summary.id.slice(0, SHORT_ID),
    Image: summary.image,
    Labels: Object.entries(summary.labels).map(([key, value]) => `${key}=${value}`).join(','),
    LocalVolumes: String(summary.mounts.filter(({ type }) => type === 'volume').length),
    Mounts: mounts.map((name) => (whole ? name : shortened(name, MOUNT_LENGTH))).join(','),
    Name: summary.name,
    Names: summary.name,
    Networks: summary.networks.join(','),
    Ports: ports.map(portText).join(', '),
    Project: project,
    Publishers: ports.map(({ hostIp, hostPort, containerPort, protocol }) => ({ URL: hostIp ?? '', TargetPort: containerPort, PublishedPort: hostPort ?? 0, Protocol: protocol })),
    RunningFor: `${humanDuration(nowMs - summary.createdMs)} ago`,
    Service: status.service,
    Size: '0B',
    State: status.state,
    Status: summary.statusText,
  };
};
