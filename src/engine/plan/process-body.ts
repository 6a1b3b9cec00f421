import type { EnvironmentMap, ServiceModel } from '../compose/model.ts';
import { parseDurationMs } from '../compose/units.ts';
import type { ContainerBody } from '../runtime/bodies.ts';
import { defined } from './defined.ts';

/** A null value is sent as the bare name, which removes a variable that the image defines. */
const environmentList = (environment: EnvironmentMap | undefined): readonly string[] | undefined =>
  environment === undefined ? undefined : Object.entries(environment).map(([name, value]) => (value === null ? name : `${name}=${value}`));

/** What runs in the container, as whom and where. */
export const processBody = (service: ServiceModel): Partial<ContainerBody> =>
  defined({
    Cmd: service.command ?? undefined,
    Entrypoint: service.entrypoint ?? undefined,
    Env: environmentList(service.environment),
    WorkingDir: service.working_dir,
    User: service.user,
    Hostname: service.hostname,
    Domainname: service.domainname,
    StopSignal: service.stop_signal,
    // The engine counts whole seconds; less than one means no grace at all.
    StopTimeout: service.stop_grace_period === undefined ? undefined : Math.trunc(parseDurationMs(service.stop_grace_period) / 1000),
    Tty: service.tty,
    OpenStdin: service.stdin_open,
  });
