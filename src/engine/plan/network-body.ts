import type { EndpointModel, Model, NetworkModel, PortModel, ServiceModel } from '../compose/model.ts';
import type { ContainerBody, EndpointBody, HostConfigBody, NetworkBody, PortBindingBody } from '../runtime/bodies.ts';
import { defined } from './defined.ts';
import { isLoopback, LOOPBACK } from './loopback.ts';
import { containerName, resourceName } from './names.ts';

/** The driver option that stands for `interface_name`, from API 1.49. */
const INTERFACE_NAME = 'com.docker.network.endpoint.ifname';

/** One endpoint of a service: the network's real name and how the service appears on it. */
export interface EndpointPlan {
  /** The network's key in the model. */
  readonly key: string;
  readonly network: string;
  readonly body: EndpointBody;
}

/** `service[:alias]` and, for containers outside the stack, `container[:alias]` become the engine's `container:alias`. */
const planLinks = (model: Model, service: ServiceModel): readonly string[] | undefined => {
  const link = (entry: string, nameOf: (name: string) => string): string => {
    const [name = '', alias = name] = entry.split(':');
    return `${nameOf(name)}:${alias}`;
  };
  const links = [
    ...(service.links ?? []).map((entry) => link(entry, (name) => model.services[name]?.container_name ?? containerName(model.name, name, 1))),
    ...(service.external_links ?? []).map((entry) => link(entry, (name) => name)),
  ];
  return links.length === 0 ? undefined : links;
};

const endpointBody = (endpoint: EndpointModel | null, aliases: readonly string[], links: readonly string[] | undefined): EndpointBody => {
  const addresses = defined({ IPv4Address: endpoint?.ipv4_address, IPv6Address: endpoint?.ipv6_address, LinkLocalIPs: endpoint?.link_local_ips });
  return defined({
    Aliases: [...new Set([...aliases, ...(endpoint?.aliases ?? [])])],
    IPAMConfig: Object.keys(addresses).length === 0 ? undefined : addresses,
    Links: links,
    MacAddress: endpoint?.mac_address,
    DriverOpts: endpoint?.interface_name === undefined ? endpoint?.driver_opts : { ...endpoint.driver_opts, [INTERFACE_NAME]: endpoint.interface_name },
    GwPriority: endpoint?.gw_priority,
  });
};

/** Highest priority first, then by name: the first is the one the container is created on. */
export const networksByPriority = (service: ServiceModel): readonly (readonly [key: string, endpoint: EndpointModel | null])[] =>
  Object.entries(service.networks ?? {}).sort(([a, first], [b, second]) => (second?.priority ?? 0) - (first?.priority ?? 0) || (a < b ? -1 : 1));

export const planEndpoints = (model: Model, serviceName: string, service: ServiceModel, container: string): readonly EndpointPlan[] =>
  networksByPriority(service).map(([key, endpoint], index) => ({
      key,
      network: model.networks?.[key]?.name ?? resourceName(model.name, key),
      body: endpointBody(
        // The service's own address is that of its first network.
        index === 0 && service.mac_address !== undefined ? { mac_address: service.mac_address, ...endpoint } : endpoint,
        [container, serviceName],
        planLinks(model, service),
      ),
    }));

/** The loopback of another machine cannot be reached from here: there, a port without an address is published on all of them. */
const hostIp = (port: PortModel, engineHost: string): string => port.host_ip ?? (port.published === undefined && isLoopback(engineHost) ? LOOPBACK : '');

/** A published port without a host port gets a free one on loopback; a range stays a range that the engine picks from. */
const portBindings = (ports: readonly PortModel[], engineHost: string): Record<string, PortBindingBody[]> => {
  const bindings: Record<string, PortBindingBody[]> = {};
  for (const port of ports) {
    (bindings[`${String(port.target)}/${port.protocol}`] ??= []).push({ HostIp: hostIp(port, engineHost), HostPort: port.published ?? '' });
  }
  return bindings;
};

const expandRange = (exposed: string): readonly string[] => {
  const [range = '', protocol = 'tcp'] = exposed.split('/');
  const [first = '', last = first] = range.split('-');
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => `${String(Number(first) + index)}/${protocol}`);
};

export const exposedPorts = (service: ServiceModel): ContainerBody['ExposedPorts'] => {
  const ports = [...(service.expose ?? []).flatMap(expandRange), ...(service.ports ?? []).map((port) => `${String(port.target)}/${port.protocol}`)];
  return ports.length === 0 ? undefined : Object.fromEntries(ports.map((port) => [port, {}]));
};

/** `host=address` becomes the engine's `host:address`. */
const extraHost = (entry: string): string => {
  const at = entry.indexOf('=');
  return at === -1 ? entry : `${entry.slice(0, at)}:${entry.slice(at + 1)}`;
};

/** Network fields of `HostConfig`; the container is created on its own first network, never on the default bridge. */
export const networkHostConfig = (service: ServiceModel, endpoints: readonly EndpointPlan[], engineHost: string): Partial<HostConfigBody> =>
  defined({
    // A namespace shared with another service needs that container's id, which is only known when it exists.
    NetworkMode: service.network_mode ?? endpoints[0]?.network ?? 'none',
    PortBindings: service.ports === undefined ? undefined : portBindings(service.ports, engineHost),
    ExtraHosts: service.extra_hosts?.map(extraHost),
    Dns: service.dns,
    DnsSearch: service.dns_search,
    DnsOptions: service.dns_opt,
  });

export const networkBody = (name: string, network: NetworkModel, labels: Readonly<Record<string, string>>): NetworkBody => ({
  Name: name,
  ...defined({
    Driver: network.driver,
    Options: network.driver_opts,
    IPAM:
      network.ipam === undefined
        ? undefined
        : defined({
            Driver: network.ipam.driver,
            Config: network.ipam.config?.map((pool) =>
              defined({ Subnet: pool.subnet, IPRange: pool.ip_range, Gateway: pool.gateway, AuxiliaryAddresses: pool.aux_addresses }),
            ),
            Options: network.ipam.options,
          }),
    Internal: network.internal,
    Attachable: network.attachable,
    EnableIPv4: network.enable_ipv4,
    EnableIPv6: network.enable_ipv6,
  }),
  Labels: { ...network.labels, ...labels },
});
