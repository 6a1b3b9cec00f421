import type { DeviceRequestModel, ServiceModel } from '../compose/model.ts';
import { parseBytes } from '../compose/units.ts';
import type { HostConfigBody } from '../runtime/bodies.ts';
import { defined } from './defined.ts';

const NANO_CPUS = 1e9;

const bytes = (size: string | undefined): number | undefined => (size === undefined ? undefined : parseBytes(size));
const number = (value: string | number | undefined): number | undefined => (value === undefined ? undefined : Number(value));
const nonZero = <T>(value: T | undefined): T | undefined => (value === 0 || value === '0' ? undefined : value);

const deviceRequest = (request: DeviceRequestModel, capabilities: readonly string[]): Record<string, unknown> =>
  defined({
    Driver: request.driver,
    Count: request.device_ids !== undefined ? undefined : request.count === undefined || request.count === 'all' ? -1 : Number(request.count),
    DeviceIDs: request.device_ids,
    Capabilities: [[...(request.capabilities ?? []), ...capabilities]],
    Options: request.options,
  });

/** A device that a vendor's description names (`vendor.com/class=name`) rather than a path. */
export const isQualified = ({ source }: { readonly source: string }): boolean => /^[A-Za-z][\w.-]*\/[A-Za-z][\w-]*=[\w.:-]+$/.test(source);

const deviceRequests = (service: ServiceModel): readonly Record<string, unknown>[] | undefined => {
  const requests = [
    ...(service.deploy?.resources?.reservations?.devices ?? []).map((request) => deviceRequest(request, [])),
    ...(service.gpus ?? []).map((request) => deviceRequest(request, ['gpu'])),
    ...(service.devices ?? []).filter(isQualified).map(({ source }) => ({ Driver: 'cdi', DeviceIDs: [source] })),
  ];
  return requests.length === 0 ? undefined : requests;
};

const BLKIO_FIELDS: Readonly<Record<string, string>> = {
  weight: 'BlkioWeight',
  weight_device: 'BlkioWeightDevice',
  device_read_bps: 'BlkioDeviceReadBps',
  device_read_iops: 'BlkioDeviceReadIOps',
  device_write_bps: 'BlkioDeviceWriteBps',
  device_write_iops: 'BlkioDeviceWriteIOps',
};

/** The model keeps rates as text, as Compose prints sizes; the engine takes numbers. */
const withNumbers = (limits: unknown): unknown =>
  Array.isArray(limits) ? limits.map((limit: Readonly<Record<string, unknown>>) => ({ ...limit, ...defined({ Rate: number(limit['Rate'] as string | undefined), Weight: number(limit['Weight'] as number | undefined) }) })) : limits;

const blkio = (service: ServiceModel): Record<string, unknown> =>
  Object.fromEntries(Object.entries(service.blkio_config ?? {}).flatMap(([key, value]) => (BLKIO_FIELDS[key] === undefined ? [] : [[BLKIO_FIELDS[key], withNumbers(value)]])));

/** Limits. `deploy.resources.limits` and the older keys must agree, which the loader has checked. */
export const resourceHostConfig = (service: ServiceModel): Partial<HostConfigBody> => {
  const limits = service.deploy?.resources?.limits;
  const cpus = service.cpus ?? limits?.cpus;
  return defined({
    ...blkio(service),
    NanoCpus: cpus === undefined || cpus === 0 ? undefined : Math.round(cpus * NANO_CPUS),
    Memory: nonZero(bytes(service.mem_limit ?? limits?.memory)),
    MemoryReservation: nonZero(bytes(service.mem_reservation ?? service.deploy?.resources?.reservations?.memory)),
    MemorySwap: nonZero(bytes(service.memswap_limit)),
    MemorySwappiness: number(service.mem_swappiness),
    PidsLimit: nonZero(service.pids_limit ?? limits?.pids),
    CpuShares: nonZero(service.cpu_shares),
    CpuQuota: number(service.cpu_quota),
    CpuPeriod: number(service.cpu_period),
    CpusetCpus: service.cpuset,
    CpuRealtimePeriod: number(service.cpu_rt_period),
    CpuRealtimeRuntime: number(service.cpu_rt_runtime),
    OomKillDisable: service.oom_kill_disable,
    OomScoreAdj: service.oom_score_adj,
    DeviceRequests: deviceRequests(service),
    Ulimits:
      service.ulimits === undefined
        ? undefined
        : Object.entries(service.ulimits).map(([name, limit]) => ({
            Name: name,
            Soft: typeof limit === 'number' ? limit : (limit.soft ?? limit.single ?? 0),
            Hard: typeof limit === 'number' ? limit : (limit.hard ?? limit.single ?? 0),
          })),
    Sysctls: service.sysctls,
  });
};
