import type { ComposeSpec } from '../compose/spec.ts';
import type { Warning } from '../compose/resolved.ts';
import type { Cancellable } from '../runtime/cancellable.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { CAPABILITY_TABLE, kindOf } from './capabilities.ts';
import type { BackendKind, Capability } from './capabilities.ts';
import { neededCapabilities } from './needed-capabilities.ts';

/** Where there is nothing to relabel, leaving it out is all that there is to do: nobody misses anything. */
const NEVER_MISSED: readonly Capability[] = ['selinuxLabels'];

const levelOn = (kind: BackendKind, capability: Capability): string => CAPABILITY_TABLE[kind][capability].level;

/** Fields of a spec that an engine of this kind honours in part or not at all. */
export const limitedFields = (spec: Pick<ComposeSpec, 'services' | 'networks'> | object, kind: BackendKind): readonly Warning[] =>
  neededCapabilities(spec).flatMap(({ capability, service, path }) => {
    const support = CAPABILITY_TABLE[kind][capability];
    if (support.level === 'native' || support.level === 'emulated' || NEVER_MISSED.includes(capability)) return [];
    return [{ path, service, message: `${support.level === 'partial' ? 'holds only in part' : 'has no effect'} on ${kind}: ${support.why}` }];
  });

/** As `limitedFields`, on an engine that is connected. Whether it runs without root is asked only where that makes a difference. */
export const capabilityWarnings = async (runtime: Runtime, spec: Pick<ComposeSpec, 'services' | 'networks'> | object, options: Cancellable): Promise<readonly Warning[]> => {
  const { kind: engine } = runtime.facts;
  const differs = neededCapabilities(spec).some(({ capability }) => levelOn(kindOf(engine, true), capability) !== levelOn(kindOf(engine, false), capability));
  const rootless = differs && (await runtime.info(options)).rootless;
  return limitedFields(spec, kindOf(engine, rootless));
};
