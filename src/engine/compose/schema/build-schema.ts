import * as s from './shapes.ts';

/** A config or secret as a service or a build refers to it. */
const fileReferenceShape: s.Shape = { source: s.string, target: s.string, uid: s.string, gid: s.string, mode: s.numberOrString };

export const fileReferences: s.Schema = s.list(s.either(s.string, s.object(fileReferenceShape)));

/** `services.*.build` in its long form. */
export const buildShape: s.Shape = {
  context: s.string,
  dockerfile: s.string,
  dockerfile_inline: s.string,
  entitlements: s.strings,
  args: s.keyValues,
  ssh: s.keyValues,
  labels: s.keyValues,
  cache_from: s.strings,
  cache_to: s.strings,
  no_cache: s.booleanOrString,
  no_cache_filter: s.stringOrList,
  additional_contexts: s.keyValues,
  network: s.string,
  provenance: s.booleanOrString,
  sbom: s.booleanOrString,
  pull: s.booleanOrString,
  target: s.string,
  shm_size: s.integerOrString,
  extra_hosts: s.extraHosts,
  isolation: s.string,
  privileged: s.booleanOrString,
  secrets: fileReferences,
  tags: s.strings,
  ulimits: s.ulimits,
  platforms: s.strings,
};

export const build: s.Schema = s.either(s.string, s.object(buildShape));
