import type { Issues } from '../issues.ts';
import type { Model } from '../model.ts';
import { asMap, child, type MapNode, type TreeNode, type TreePath } from '../tree.ts';
import * as d from './decoders.ts';
import { serviceFields } from './service-decoder.ts';

const service = (node: TreeNode, path: TreePath, issues: Issues): Record<string, unknown> => {
  const decoded = d.decodeFields(node, path, issues, serviceFields);
  const deploy = decoded.deploy as Record<string, unknown> | undefined;
  const replicas = decoded.scale === undefined ? {} : { replicas: decoded.scale };
  return {
    command: null,
    entrypoint: null,
    ...decoded,
    ...(deploy === undefined ? {} : { deploy: { resources: {}, placement: {}, ...replicas, ...deploy } }),
  };
};

const pool = d.object({ subnet: d.text, gateway: d.text, ip_range: d.text, aux_addresses: d.labels });

const network: d.Decode = (node, path, issues) => ({
  ipam: {},
  ...d.decodeFields(node, path, issues, {
    name: d.text,
    driver: d.text,
    driver_opts: d.labels,
    ipam: d.object({ driver: d.text, config: d.listOf(pool), options: d.labels }, { always: true }),
    external: d.flag,
    internal: d.flag,
    attachable: d.flag,
    labels: d.labels,
    enable_ipv4: d.optionalFlag,
    enable_ipv6: d.optionalFlag,
  }),
});

const volume: d.Decode = (node, path, issues) =>
  d.decodeFields(node, path, issues, { name: d.text, driver: d.text, driver_opts: d.labels, external: d.flag, labels: d.labels });

const fileObject: d.Decode = (node, path, issues) =>
  d.decodeFields(node, path, issues, {
    name: d.text,
    file: d.text,
    environment: d.text,
    content: d.text,
    external: d.flag,
    labels: d.labels,
    driver: d.text,
    driver_opts: d.labels,
    template_driver: d.text,
  });

const aiModel: d.Decode = (node, path, issues) =>
  d.decodeFields(node, path, issues, { name: d.text, model: d.text, context_size: d.integer, runtime_flags: d.texts });

const sections: Readonly<Record<string, d.Decode>> = {
  networks: d.dictionaryOf(network),
  volumes: d.dictionaryOf(volume),
  configs: d.dictionaryOf(fileObject),
  secrets: d.dictionaryOf(fileObject),
  models: d.dictionaryOf(aiModel),
};

/** The typed model of a merged, canonical and normalised document. What cannot be read is reported. */
export const decodeModel = (root: MapNode, name: string, issues: Issues): Model => {
  const services = [...(asMap(child(root, 'services'))?.entries ?? [])].map(
    ([key, { value }]) => [key, service(value, ['services', key], issues)] as const,
  );
  const rest = d.decodeFields(root, [], issues, sections);
  // The decoders build exactly the shapes of the model; a test compares them with what Compose prints.
  return { name, services: Object.fromEntries(services), ...rest } as unknown as Model;
};
