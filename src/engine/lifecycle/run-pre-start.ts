import { ExecError } from '../../errors.ts';
import type { PreStartModel } from '../compose/model.ts';
import type { ContainerPlan } from '../plan/container-plan.ts';
import { COMPOSE_LABEL, HOOK_LABEL } from '../plan/labels.ts';
import { hookContainerName } from '../plan/names.ts';
import type { ServicePlan } from '../plan/stack-plan.ts';
import type { ContainerBody, EndpointBody } from '../runtime/bodies.ts';
import type { PlacedContainer } from './place-containers.ts';
import type { UpContext } from './up-context.ts';

const OUTPUT_LINES = 10;

/** Fields of `HostConfig` that decide what a process can reach. */
const REACH = ['NetworkMode', 'ExtraHosts', 'Dns', 'DnsSearch', 'DnsOptions', 'Annotations', 'Runtime'] as const;

const withVariables = (service: readonly string[], hook: PreStartModel['environment']): readonly string[] => {
  const named = new Map(service.map((entry) => [entry.split('=', 1)[0] ?? '', entry]));
  for (const [name, value] of Object.entries(hook ?? {})) named.set(name, value === null ? name : `${name}=${value}`);
  return [...named.values()];
};

/** On the networks of the service, but not under its names and addresses: nobody is to take it for the service. */
const anonymous = ({ DriverOpts: options }: EndpointBody): EndpointBody => (options === undefined ? {} : { DriverOpts: options });

/** The container of one step: the service's networks, volumes and environment, and a command of its own. */
const bodyOf = (plan: ContainerPlan, hook: PreStartModel, containerId: string): ContainerBody => {
  const { body } = plan;
  const host = Object.fromEntries(REACH.flatMap((key) => (body.HostConfig?.[key] === undefined ? [] : [[key, body.HostConfig[key]]])));
  const endpoints = Object.entries(body.NetworkingConfig?.EndpointsConfig ?? {}).map(([network, endpoint]) => [network, anonymous(endpoint)] as const);
  const user = hook.user ?? body.User;
  const directory = hook.working_dir ?? body.WorkingDir;
  return {
    Image: hook.image ?? body.Image,
    Entrypoint: [],
    Cmd: hook.command ?? [],
    Env: withVariables(body.Env ?? [], hook.environment),
    ...(user === undefined ? {} : { User: user }),
    ...(directory === undefined ? {} : { WorkingDir: directory }),
    Healthcheck: { Test: ['NONE'] },
    Labels: { ...body.Labels, [COMPOSE_LABEL.oneOff]: 'True', [HOOK_LABEL]: 'pre_start' },
    HostConfig: { ...host, VolumesFrom: [containerId], ...(hook.privileged === true ? { Privileged: true } : {}) },
    ...(endpoints.length === 0 ? {} : { NetworkingConfig: { EndpointsConfig: Object.fromEntries(endpoints) } }),
  };
};

const failed = (service: string, command: readonly string[], exitCode: number, lines: readonly string[]): ExecError =>
  new ExecError(
    'EXEC_FAILED',
    `The pre_start hook ${JSON.stringify(command)} of service "${service}" exited with code ${String(exitCode)}.\n  ${lines.length === 0 ? 'It wrote nothing.' : lines.join('\n  ')}\n  Correct the hook.`,
    { service, exitCode },
  );

const runStep = async (context: UpContext, service: ServicePlan, { plan, id: containerId }: PlacedContainer, hook: PreStartModel): Promise<void> => {
  const { runtime, ledger, signal, settleSignal } = context;
  const name = hookContainerName(plan.name);
  ledger.containers.set(name, undefined);
  const { id } = await runtime.containers.create(name, bodyOf(plan, hook, containerId), { platform: plan.platform, signal: settleSignal });
  ledger.containers.set(name, id);
  for (const { network, body } of plan.furtherEndpoints) await runtime.networks.connect(network, id, anonymous(body), { signal });
  await runtime.containers.start(id, { signal: settleSignal });
  const exitCode = await runtime.containers.wait(id, { signal });
  if (exitCode !== 0) {
    const lines: string[] = [];
    for await (const { text } of runtime.containers.logs(id, { tail: OUTPUT_LINES, signal })) lines.push(text);
    throw failed(service.name, hook.command ?? [], exitCode, lines);
  }
  await runtime.containers.remove(id, { force: true, signal: settleSignal });
  ledger.containers.delete(name);
};

/**
 * Runs the `pre_start` steps of a service, each in a container of its own beside the first replica, which exists by then
 * and has not been started. They prepare what all replicas share, so they do not run while one of them runs.
 *
 * @throws ExecError EXEC_FAILED for the first that fails, with the end of its output.
 */
export const runPreStart = async (context: UpContext, service: ServicePlan, placed: readonly PlacedContainer[]): Promise<void> => {
  const [first] = placed;
  if (first === undefined || placed.some(({ running }) => running)) return;
  for (const hook of service.model.pre_start ?? []) await runStep(context, service, first, hook);
};
