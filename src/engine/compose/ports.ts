import { isIP } from 'node:net';

/** One published or exposed port, as its short form says it. */
export interface ShortPort {
  readonly hostIp?: string;
  /** A port, or a range that the engine picks from. */
  readonly published?: string;
  readonly target: number;
  readonly protocol: string;
}

/** A port in its short form that cannot be read. */
export class PortSyntaxError extends Error {
  constructor(spec: string, why: string) {
    super(`the port "${spec}" ${why}; write it as "80", "8080:80", "127.0.0.1:8080:80" or "8000-8010:8000-8010/udp"`);
    this.name = 'PortSyntaxError';
  }
}

const protocols = new Set(['tcp', 'udp', 'sctp']);

/** Whether a text is an address that a port can be bound to. */
export const isAddress = (text: string): boolean => isIP(text) !== 0 && !text.includes('%');

const parseRange = (spec: string, text: string, what: string): readonly [number, number] => {
  const parts = /^(\d+)(?:-(\d+))?$/.exec(text);
  const [start, end] = [Number(parts?.[1] ?? NaN), Number(parts?.[2] ?? parts?.[1] ?? NaN)];
  if (Number.isNaN(start) || start > 65535 || end > 65535) throw new PortSyntaxError(spec, `has an invalid ${what} port "${text}"`);
  if (end < start) throw new PortSyntaxError(spec, `has a ${what} range that ends before it starts`);
  return [start, end];
};

const parseHostIp = (spec: string, text: string): string => {
  const address = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  if (!isAddress(address)) throw new PortSyntaxError(spec, `has an invalid IP address "${text}"`);
  if (text === address && address.includes(':')) throw new PortSyntaxError(spec, 'has an IPv6 address without brackets');
  return address;
};

/**
 * Reads `[[IP:][HOST]:]CONTAINER[/PROTOCOL]`; a range gives one entry for each container port.
 *
 * @throws PortSyntaxError
 */
export const parsePorts = (spec: string): readonly ShortPort[] => {
  const sections = spec.split(':');
  const containerSection = sections.at(-1) ?? '';
  const hostSection = sections.at(-2) ?? '';
  const ipSection = sections.slice(0, -2).join(':');
  // Compose reads on after a second slash without a word.
  const [container = '', written = ''] = containerSection.split('/');
  const protocol = written.toLowerCase() || 'tcp';
  if (container === '') throw new PortSyntaxError(spec, 'names no container port');
  if (!protocols.has(protocol)) throw new PortSyntaxError(spec, `has an unknown protocol "${protocol}" (tcp, udp and sctp are known)`);
  const hostIp = ipSection === '' ? undefined : parseHostIp(spec, ipSection);
  const [start, end] = parseRange(spec, container, 'container');
  if (start === 0) throw new PortSyntaxError(spec, 'has the container port 0');
  const host = hostSection === '' ? undefined : parseRange(spec, hostSection, 'host');
  if (host !== undefined && host[1] - host[0] !== end - start && start !== end) {
    throw new PortSyntaxError(spec, `maps ${String(host[1] - host[0] + 1)} host ports to ${String(end - start + 1)} container ports`);
  }
  const published = (offset: number): string | undefined => {
    if (host === undefined) return undefined;
    return start === end && host[0] !== host[1] ? `${String(host[0])}-${String(host[1])}` : String(host[0] + offset);
  };
  const ports = Array.from({ length: end - start + 1 }, (_, offset): ShortPort => {
    const from = published(offset);
    return { ...(hostIp === undefined ? {} : { hostIp }), ...(from === undefined ? {} : { published: from }), target: start + offset, protocol };
  });
  // Compose lists the ports of one range by their text: 10 before 9.
  return ports.sort((one, other) => (String(one.target) < String(other.target) ? -1 : 1));
};
