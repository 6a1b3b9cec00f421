import { SpecError } from '../../errors.ts';
import type { ServiceModel } from '../compose/model.ts';
import type { ContainerBody, PortBindingBody } from '../runtime/bodies.ts';
import { hostAndPort } from './host-and-port.ts';

/** `{public:9092}`, `{public-host:9092}`, `{public-port:9092}`; UDP as `{public:53/udp}`. */
const PLACEHOLDER = /\{public(-host|-port)?:(\d+)(?:\/(tcp|udp))?\}/g;

const keyOf = (port: string, protocol: string | undefined): string => `${port}/${protocol ?? 'tcp'}`;

const placesOf = (service: ServiceModel): readonly (readonly [path: string, text: string])[] => [
  ...Object.entries(service.environment ?? {}).flatMap(([name, value]) => (value === null ? [] : [[`environment.${name}`, value] as const])),
  ...(service.command ?? []).map((text, index) => [`command[${String(index)}]`, text] as const),
  ...(service.entrypoint ?? []).map((text, index) => [`entrypoint[${String(index)}]`, text] as const),
];

const notPublished = (name: string, path: string, placeholder: string, service: ServiceModel): SpecError => {
  const at = `services.${name}.${path}`;
  const published = (service.ports ?? []).map(({ target, protocol }) => keyOf(String(target), protocol));
  const message = `${placeholder} stands for the address of a port that the service does not publish; it publishes ${published.length === 0 ? 'none' : published.join(', ')}`;
  return new SpecError('SPEC_INVALID', `1 problem in the stack\n\n${at}: ${message}`, [{ path: at, message }]);
};

/**
 * The ports, as `9092/tcp`, whose public address stands in the environment or the command of a service.
 *
 * @throws SpecError for one that is not published.
 */
export const publicPorts = (name: string, service: ServiceModel): readonly string[] => {
  const published = new Set((service.ports ?? []).map(({ target, protocol }) => keyOf(String(target), protocol)));
  const wanted = placesOf(service).flatMap(([path, text]) =>
    [...text.matchAll(PLACEHOLDER)].map(([placeholder, , port = '', protocol]) => {
      const key = keyOf(port, protocol);
      if (!published.has(key)) throw notPublished(name, path, placeholder, service);
      return key;
    }),
  );
  return [...new Set(wanted)];
};

/** A service in which the placeholders are the addresses that the ports have. `addressOf` is asked for ports as `9092/tcp`. */
export const withKnownAddresses = (service: ServiceModel, addressOf: (key: string) => { readonly host: string; readonly port: number }): ServiceModel => {
  const fill = (text: string): string =>
    text.replace(PLACEHOLDER, (_placeholder, part: string | undefined, port: string, protocol: string | undefined) => {
      const address = addressOf(keyOf(port, protocol));
      return written(part, address.host, String(address.port));
    });
  return {
    ...service,
    ...(service.environment === undefined ? {} : { environment: Object.fromEntries(Object.entries(service.environment).map(([name, value]) => [name, value === null ? null : fill(value)])) }),
    ...(service.command === null ? {} : { command: service.command.map(fill) }),
    ...(service.entrypoint === null ? {} : { entrypoint: service.entrypoint.map(fill) }),
  };
};

/** What a placeholder asks for of an address. */
const written = (part: string | undefined, host: string, port: string): string => {
  if (part === '-host') return host;
  return part === '-port' ? port : hostAndPort({ host, port });
};

const ANY_ADDRESS = new Set(['', '0.0.0.0', '::']);

/** The binding that a port's public address is: the first. */
export const firstBinding = (body: ContainerBody, key: string): PortBindingBody => body.HostConfig?.PortBindings?.[key]?.[0] ?? { HostIp: '', HostPort: '' };

/** Whether the host port is the engine's to choose, so that nobody knows it before the start. */
export const isOpen = ({ HostPort: port }: PortBindingBody): boolean => port === '' || port.includes('-');

/** The body with host ports fixed, and the placeholders of their addresses filled in. */
export const withPublicAddresses = (body: ContainerBody, reserved: ReadonlyMap<string, number>, engineHost: string): ContainerBody => {
  const bindings = { ...body.HostConfig?.PortBindings };
  for (const [key, port] of reserved) {
    const [first, ...others] = bindings[key] ?? [];
    if (first !== undefined) bindings[key] = [{ ...first, HostPort: String(port) }, ...others];
  }
  const fill = (text: string): string =>
    text.replace(PLACEHOLDER, (_placeholder, part: string | undefined, port: string, protocol: string | undefined) => {
      const { HostIp: ip, HostPort: published } = bindings[keyOf(port, protocol)]?.[0] ?? { HostIp: '', HostPort: '' };
      return written(part, ANY_ADDRESS.has(ip) ? engineHost : ip, published);
    });
  return {
    ...body,
    ...(body.Env === undefined ? {} : { Env: body.Env.map(fill) }),
    ...(body.Cmd === undefined ? {} : { Cmd: body.Cmd.map(fill) }),
    ...(body.Entrypoint === undefined ? {} : { Entrypoint: body.Entrypoint.map(fill) }),
    HostConfig: { ...body.HostConfig, PortBindings: bindings },
  };
};
