import * as s from './shapes.ts';

/** `services.*.networks.*`. */
export const endpointShape: s.Shape = {
  aliases: s.uniqueStrings,
  interface_name: s.string,
  ipv4_address: s.string,
  ipv6_address: s.string,
  link_local_ips: s.uniqueStrings,
  mac_address: s.string,
  driver_opts: s.driverOptions,
  priority: s.number,
  gw_priority: s.number,
};

export const endpoints: s.Schema = s.either(s.uniqueStrings, s.dictionary(s.either(s.nothing, s.object(endpointShape)), s.resourceName));

/** `services.*.ports[]` in its long form. */
export const portShape: s.Shape = {
  name: s.string,
  mode: s.string,
  host_ip: s.string,
  target: s.integerOrString,
  published: s.integerOrString,
  protocol: s.string,
  app_protocol: s.string,
};

export const ports: s.Schema = s.uniqueList(s.either(s.number, s.string, s.object(portShape)));
