import { SpecError } from '../../errors.ts';
import type { ServiceModel } from '../compose/model.ts';
import type { ReadyProbeSpec, SeaworthySpec } from '../compose/spec.ts';
import { parseDurationMs } from '../compose/units.ts';

/** What a probe looks at. */
type ProbeTarget =
  | { readonly kind: 'port'; readonly port: number }
  | { readonly kind: 'http'; readonly port: number; readonly path: string; /** Empty: any below 400. */ readonly statuses: readonly number[] }
  | { readonly kind: 'log'; readonly text?: string; readonly pattern?: RegExp; readonly times: number }
  | { readonly kind: 'exec'; readonly command: readonly string[] }
  | { readonly kind: 'exit'; readonly code: number };

/** One thing that a service has to show before it is ready. */
export type ReadyProbe = ProbeTarget & { readonly timeoutMs: number; readonly intervalMs: number };

const DEFAULT_TIMEOUT_MS = 5_000;
const DEFAULT_INTERVAL_MS = 500;

const refuse = (service: string, path: string, message: string): SpecError => {
  const at = `services.${service}.x-seaworthy.ready${path}`;
  return new SpecError('SPEC_INVALID', `1 problem in the stack\n\n${at}: ${message}`, [{ path: at, message }]);
};

const patternOf = (service: string, path: string, pattern: string): RegExp => {
  try {
    return new RegExp(pattern, 'u');
  } catch (error) {
    throw refuse(service, `${path}.log.pattern`, `${error instanceof Error ? error.message : String(error)}; correct the pattern, or look for a plain text`);
  }
};

const targetOf = (service: string, path: string, spec: ReadyProbeSpec): ProbeTarget => {
  if ('port' in spec) return { kind: 'port', port: Number(spec.port) };
  if ('http' in spec) {
    const { port, path: at = '/', status = [] } = spec.http;
    return { kind: 'http', port: Number(port), path: at, statuses: typeof status === 'number' ? [status] : status };
  }
  if ('exec' in spec) return { kind: 'exec', command: typeof spec.exec === 'string' ? ['/bin/sh', '-c', spec.exec] : spec.exec };
  if ('exit' in spec) return { kind: 'exit', code: spec.exit };
  const { text, pattern, times = 1 } = typeof spec.log === 'string' ? { text: spec.log } : spec.log;
  if ((text === undefined) === (pattern === undefined)) throw refuse(service, `${path}.log`, 'takes either text or pattern; give one of them');
  return { kind: 'log', times, ...(text === undefined ? {} : { text }), ...(pattern === undefined ? {} : { pattern: patternOf(service, path, pattern) }) };
};

const publishes = (service: ServiceModel, port: number): boolean => (service.ports ?? []).some(({ target, protocol }) => target === port && protocol === 'tcp');

/**
 * The probes of a service's `x-seaworthy.ready`.
 *
 * @throws SpecError for a probe of a port that the service does not publish, a pattern that is none, and `exit` beside others.
 */
export const readyProbes = (name: string, service: ServiceModel): readonly ReadyProbe[] => {
  const { ready } = (service['x-seaworthy'] ?? {}) as SeaworthySpec;
  const specs = ready === undefined ? [] : Array.isArray(ready) ? (ready as readonly ReadyProbeSpec[]) : [ready as ReadyProbeSpec];
  const probes = specs.map((spec, index): ReadyProbe => {
    const path = Array.isArray(ready) ? `[${String(index)}]` : '';
    const target = targetOf(name, path, spec);
    if ('port' in target && !publishes(service, target.port)) {
      throw refuse(name, `${path}.${target.kind}`, `the service does not publish port ${String(target.port)}, so it cannot be reached from here; add it to ports, or use exec`);
    }
    return { ...target, timeoutMs: spec.timeout === undefined ? DEFAULT_TIMEOUT_MS : parseDurationMs(spec.timeout), intervalMs: spec.interval === undefined ? DEFAULT_INTERVAL_MS : parseDurationMs(spec.interval) };
  });
  if (probes.length > 1 && probes.some(({ kind }) => kind === 'exit')) throw refuse(name, '', 'a service that is ready when it has ended cannot be probed otherwise; leave exit alone in ready');
  return probes;
};
