import { createServer, type AddressInfo } from 'node:net';

/**
 * What Podman needs inside a container or a small machine: the distribution's runtime, no systemd, limits that its
 * parent has. Soft and hard limits are the same because the API of Podman 4.3 takes one for the other.
 */
export const containersConf = (networksFolder: string): string => `
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_backend = "netavark"
network_config_dir = "${networksFolder}"
`;

/** Docker takes any registry on this machine without TLS, Podman the ones that are named. */
export const registriesConf = (port: number): string => `
[[registry]]
location = "127.0.0.1:${String(port)}"
insecure = true
`;

export const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};
