import type { Service } from '../engine/lifecycle/stack.ts';
import { misuse } from './misuse.ts';

const REMEDY = 'Pass a service of a stack: expect(stack.services.db).';

/** The service that a matcher is about. @throws MatcherError MATCHER_MISUSED for anything else, saying what it is. */
export function receivedService(matcher: string, received: unknown): Service {
  if (isService(received)) return received;
  throw misuse(`${matcher} is about a service, and expect() got ${describe(received)}.`, remedyFor(received));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const isService = (value: unknown): value is Service =>
  isRecord(value) && typeof value['name'] === 'string' && ['exec', 'logs', 'state', 'inspect', 'port'].every((method) => typeof value[method] === 'function');

const servicesOf = (value: unknown): readonly string[] | undefined => (isRecord(value) && typeof value['project'] === 'string' && isRecord(value['services']) ? Object.keys(value['services']) : undefined);

const isSnapshot = (value: unknown): boolean => isRecord(value) && typeof value['down'] !== 'function';

function describe(value: unknown): string {
  if (servicesOf(value) !== undefined) return isSnapshot(value) ? 'the plain data of a stack' : 'a stack';
  if (isRecord(value)) return typeof value['then'] === 'function' ? 'a promise' : Array.isArray(value) ? 'an array' : 'another object';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  return typeof value === 'symbol' ? 'a symbol' : String(value);
}

function remedyFor(value: unknown): string {
  const services = servicesOf(value);
  if (services !== undefined && isSnapshot(value)) return 'Take handles with injectStack(), and pass one of their services.';
  if (services !== undefined) return `Pass one of its services: ${services.map((name) => `stack.services.${name}`).join(', ')}.`;
  return isRecord(value) && typeof value['then'] === 'function' ? 'Await it first.' : REMEDY;
}
