/** What the engine answers about containers, read into our own types. */
import { parseEngineTime } from './engine-time.ts';
import type { ContainerFacts, ContainerState, ContainerStatus, ContainerSummary, HealthcheckFacts, PortBinding } from './containers.ts';

type StringMap = Readonly<Record<string, string>>;

/** The engine's healthcheck in its own words; durations in nanoseconds. */
export interface HealthcheckAnswer {
  readonly Test?: readonly string[] | null;
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

interface StateAnswer {
  readonly Status: ContainerStatus;
  readonly Running: boolean;
  readonly ExitCode: number;
  readonly OOMKilled: boolean;
  readonly Error: string;
  readonly StartedAt: string;
  readonly FinishedAt: string;
  readonly Health?: {
    readonly Status: NonNullable<ContainerState['health']>['status'] | '';
    readonly FailingStreak: number;
    readonly Log: readonly { readonly Start: string; readonly End: string; readonly ExitCode: number; readonly Output: string }[] | null;
  } | null;
}

interface MountAnswer {
  readonly Type: string;
  readonly Name?: string;
  readonly Source: string;
  readonly Destination: string;
  readonly RW: boolean;
}

interface InspectAnswer {
  readonly Id: string;
  readonly Name: string;
  readonly Image: string;
  readonly Created: string;
  readonly RestartCount: number;
  readonly State: StateAnswer;
  readonly Config: { readonly Labels: StringMap | null; readonly Tty: boolean; readonly Healthcheck?: HealthcheckAnswer | null };
  readonly HostConfig: { readonly RestartPolicy?: { readonly Name: string } };
  readonly NetworkSettings: {
    readonly Ports: Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>> | null;
    readonly Networks: Readonly<Record<string, { readonly NetworkID: string; readonly IPAddress: string; readonly Aliases: readonly string[] | null }>> | null;
  };
  readonly Mounts: readonly MountAnswer[] | null;
}

interface ListAnswer {
  readonly Id: string;
  readonly Names: readonly string[] | null;
  readonly Image: string;
  readonly ImageID: string;
  readonly Command: string;
  readonly Created: number;
  readonly State: ContainerStatus;
  readonly Status: string;
  readonly Labels: StringMap | null;
  readonly Ports: readonly { readonly IP?: string; readonly PrivatePort: number; readonly PublicPort?: number; readonly Type: string }[] | null;
  readonly NetworkSettings?: { readonly Networks: Readonly<Record<string, unknown>> | null } | null;
  /** Podman lists only the paths. */
  readonly Mounts?: readonly (MountAnswer | string)[] | null;
}

/** A healthcheck that runs; nothing when there is none or it is disabled. Zero means "the engine's default" there. */
export function parseHealthcheck(answer: HealthcheckAnswer | null | undefined): HealthcheckFacts | undefined {
  const test = answer?.Test ?? [];
  if (!answer || test.length === 0 || test[0] === 'NONE') return undefined;
  const durations: Record<string, number> = {};
  for (const [key, nanoseconds] of [
    ['intervalMs', answer.Interval],
    ['timeoutMs', answer.Timeout],
    ['startPeriodMs', answer.StartPeriod],
    ['startIntervalMs', answer.StartInterval],
  ] as const) {
    if (nanoseconds !== undefined && nanoseconds !== 0) durations[key] = nanoseconds / 1e6;
  }
  return { test, ...durations, ...(answer.Retries === undefined || answer.Retries === 0 ? {} : { retries: answer.Retries }) };
}

function parseState(state: StateAnswer): ContainerState {
  const startedAtMs = parseEngineTime(state.StartedAt);
  const finishedAtMs = parseEngineTime(state.FinishedAt);
  const health = state.Health;
  return {
    status: state.Status,
    running: state.Running,
    exitCode: state.ExitCode,
    outOfMemory: state.OOMKilled,
    error: state.Error,
    ...(startedAtMs === undefined ? {} : { startedAtMs }),
    ...(finishedAtMs === undefined ? {} : { finishedAtMs }),
    // Podman answers with an empty state where there is no healthcheck.
    ...(!health || health.Status === ''
      ? {}
      : {
          health: {
            status: health.Status,
            failingStreak: health.FailingStreak,
            probes: (health.Log ?? []).map((probe) => ({
              startMs: parseEngineTime(probe.Start) ?? 0,
              endMs: parseEngineTime(probe.End) ?? 0,
              exitCode: probe.ExitCode,
              output: probe.Output,
            })),
          },
        }),
  };
}

const mapValues = <V, W>(record: Readonly<Record<string, V>> | null, read: (value: V) => W): Record<string, W> =>
  Object.fromEntries(Object.entries(record ?? {}).map(([key, value]) => [key, read(value)]));

const parseBindings = (bindings: readonly { readonly HostIp: string; readonly HostPort: string }[] | null): readonly PortBinding[] =>
  (bindings ?? []).map(({ HostIp, HostPort }) => ({ hostIp: HostIp, hostPort: Number(HostPort) }));

const parseMounts = (mounts: readonly MountAnswer[] | null | undefined): ContainerFacts['mounts'] =>
  (mounts ?? []).map(({ Type, Name, Source, Destination, RW }) => ({
    type: Type,
    ...(Name === undefined || Name === '' ? {} : { name: Name }),
    source: Source,
    destination: Destination,
    writable: RW,
  }));

/** The answer of a container's inspection. */
export function parseContainer(answer: unknown): ContainerFacts {
  const inspected = answer as InspectAnswer;
  const healthcheck = parseHealthcheck(inspected.Config.Healthcheck);
  return {
    id: inspected.Id,
    name: inspected.Name.replace(/^\//, ''),
    imageId: inspected.Image,
    createdMs: parseEngineTime(inspected.Created) ?? 0,
    labels: inspected.Config.Labels ?? {},
    state: parseState(inspected.State),
    restartCount: inspected.RestartCount,
    restartPolicy: inspected.HostConfig.RestartPolicy?.Name ?? '',
    tty: inspected.Config.Tty,
    ...(healthcheck === undefined ? {} : { healthcheck }),
    ports: mapValues(inspected.NetworkSettings.Ports, parseBindings),
    networks: mapValues(inspected.NetworkSettings.Networks, ({ NetworkID, IPAddress, Aliases }) => ({ networkId: NetworkID, ipAddress: IPAddress, aliases: Aliases ?? [] })),
    mounts: parseMounts(inspected.Mounts),
    raw: answer as Readonly<Record<string, unknown>>,
  };
}

/** One line of a container listing. */
export function parseContainerSummary(answer: unknown): ContainerSummary {
  const listed = answer as ListAnswer;
  // A container that others link to is listed under their names too, as `/web/db`.
  const name = listed.Names?.find((candidate) => candidate.lastIndexOf('/') <= 0) ?? listed.Names?.[0] ?? '';
  return {
    id: listed.Id,
    name: name.replace(/^\//, ''),
    image: listed.Image,
    imageId: listed.ImageID,
    command: listed.Command,
    createdMs: listed.Created * 1000,
    status: listed.State,
    statusText: listed.Status,
    labels: listed.Labels ?? {},
    ports: (listed.Ports ?? []).map(({ IP, PrivatePort, PublicPort, Type }) => ({
      ...(IP === undefined ? {} : { hostIp: IP }),
      ...(PublicPort === undefined ? {} : { hostPort: PublicPort }),
      containerPort: PrivatePort,
      protocol: Type,
    })),
    networks: Object.keys(listed.NetworkSettings?.Networks ?? {}),
    mounts: parseMounts(listed.Mounts?.filter((mount) => typeof mount !== 'string')),
  };
}
