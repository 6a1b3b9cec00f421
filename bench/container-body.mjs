/** @typedef {import('./stacks.mjs').ServiceSpec} ServiceSpec */

export const projectLabel = 'com.docker.compose.project';

/** @param {string} text such as `5s` */
function nanoseconds(text) {
  const [, seconds] = /^(\d+)s$/.exec(text) ?? [];
  if (seconds === undefined) throw new Error(`The bench only knows whole seconds, not "${text}".`);
  return Number(seconds) * 1e9;
}

/**
 * What the engine is asked to create for a service of a measured stack, written by hand: the same container that
 * Compose and Seaworthy make of it, but for most of their labels.
 *
 * @param {string} project
 * @param {string} name
 * @param {ServiceSpec} service
 */
export function containerBody(project, name, { image, command, ports = [], volumes = [], healthcheck }) {
  const network = networkName(project);
  return {
    Image: image,
    Cmd: command,
    Labels: { [projectLabel]: project },
    ExposedPorts: Object.fromEntries(ports.map(({ target, protocol }) => [`${target}/${protocol}`, {}])),
    ...(healthcheck && {
      Healthcheck: {
        Test: healthcheck.test,
        Interval: nanoseconds(healthcheck.interval),
        Timeout: nanoseconds(healthcheck.timeout),
        Retries: healthcheck.retries,
      },
    }),
    HostConfig: {
      NetworkMode: network,
      PortBindings: Object.fromEntries(ports.map(({ target, protocol, host_ip: HostIp }) => [`${target}/${protocol}`, [{ HostIp, HostPort: '' }]])),
      Mounts: volumes.map(({ source, target }) => ({ Type: 'volume', Source: volumeName(project, source), Target: target })),
    },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [name] } } },
  };
}

/** @param {string} project */
export function networkName(project) {
  return `${project}_default`;
}

/**
 * @param {string} project
 * @param {string} volume
 */
export function volumeName(project, volume) {
  return `${project}_${volume}`;
}
