import { seaworthy } from './seaworthy-schema.ts';
import { serviceShape } from './service-schema.ts';
import * as s from './shapes.ts';

const external = s.either(s.boolean, s.string, s.object({ name: s.string }));

const ipam = s.object({
  driver: s.string,
  config: s.list(s.object({ subnet: s.string, ip_range: s.string, gateway: s.string, aux_addresses: s.dictionary(s.string) })),
  options: s.dictionary(s.string),
});

/** `networks.*`. */
export const networkShape: s.Shape = {
  name: s.string,
  driver: s.string,
  driver_opts: s.driverOptions,
  ipam,
  external,
  internal: s.booleanOrString,
  enable_ipv4: s.booleanOrString,
  enable_ipv6: s.booleanOrString,
  attachable: s.booleanOrString,
  labels: s.keyValues,
};

/** `volumes.*`. */
export const volumeShape: s.Shape = { name: s.string, driver: s.string, driver_opts: s.driverOptions, external, labels: s.keyValues };

const externalFile = s.either(s.boolean, s.string, s.dictionary(s.string));

/** `configs.*`. */
export const configShape: s.Shape = {
  name: s.string,
  content: s.string,
  environment: s.string,
  file: s.string,
  external: externalFile,
  labels: s.keyValues,
  template_driver: s.string,
};

/** `secrets.*`. */
export const secretShape: s.Shape = {
  name: s.string,
  environment: s.string,
  file: s.string,
  external: externalFile,
  labels: s.keyValues,
  driver: s.string,
  driver_opts: s.driverOptions,
  template_driver: s.string,
};

/** `models.*`. */
export const modelShape: s.Shape = { name: s.string, model: s.string, context_size: s.integer, runtime_flags: s.strings };

const include = s.either(
  s.string,
  s.object({ path: s.stringOrList, env_file: s.stringOrList, project_directory: s.string }, { extensions: false }),
);

/** The top level of a Compose file. */
export const rootShape: s.Shape = {
  version: s.string,
  name: s.string,
  include: s.list(include),
  services: s.dictionary(s.object({ ...serviceShape, 'x-seaworthy': seaworthy }), s.resourceName),
  models: s.dictionary(s.object(modelShape, { required: ['model'] })),
  networks: s.dictionary(s.either(s.nothing, s.object(networkShape))),
  volumes: s.dictionary(s.either(s.nothing, s.object(volumeShape)), s.resourceName),
  secrets: s.dictionary(s.object(secretShape), s.resourceName),
  configs: s.dictionary(s.object(configShape), s.resourceName),
};

/** A whole Compose document, merged with those before it and before short forms are expanded. */
export const schema: s.Schema = s.object(rootShape);
