import type { ExecOutcome } from '../engine/runtime/containers.ts';
import { askService } from './ask-service.ts';
import { budgetMs } from './look-until.ts';
import type { MatcherContext, MatcherOptions, MatcherOutcome } from './matcher-outcome.ts';
import { misuse } from './misuse.ts';
import { receivedService } from './received-service.ts';
import type { Verdict } from './verdict.ts';

/** How long one attempt to connect may take, in seconds: what drops packets never answers. */
const ATTEMPT_SECONDS = 2;
const NO_TOOL = 127;
/** What `timeout` ends with when it had to end the command: 124, of BusyBox 143. */
const OUT_OF_TIME: ReadonlySet<number> = new Set([124, 143]);

/** Connects from inside a container with what its image has: bash, or the nc of BusyBox or of BSD. */
const SCRIPT = `
limited() { if command -v timeout >/dev/null 2>&1; then timeout "$seconds" "$@"; else "$@"; fi; }
host=$1 port=$2 seconds=$3
if command -v bash >/dev/null 2>&1; then limited bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash "$host" "$port"
elif command -v nc >/dev/null 2>&1; then
  case "$(nc -h 2>&1)" in
    *BusyBox*) limited nc -w "$seconds" "$host" "$port" -e true ;;
    *) limited nc -z -v -w "$seconds" "$host" "$port" ;;
  esac
else echo 'no bash, no nc' >&2; exit ${NO_TOOL}
fi`;

/** From how an attempt to connect ended. */
export function reachVerdict({ exitCode, stdout, stderr }: ExecOutcome): Verdict {
  if (exitCode === 0) return { holds: true, seen: 'it answers' };
  const output = `${stderr}${stdout}`.trim().split('\n')[0] ?? '';
  return { holds: false, seen: OUT_OF_TIME.has(exitCode) && output === '' ? `nothing answered within ${ATTEMPT_SECONDS} s` : 'it cannot', ...(output === '' ? {} : { rows: [['attempt', output]] as const }) };
}

/**
 * From inside the service's container, a TCP connection to a port of another service can be made. The image needs a
 * shell and `bash` or `nc`.
 *
 * @throws MatcherError MATCHER_MISUSED where the image has neither
 */
export async function toReach(this: MatcherContext, received: unknown, target: string | { readonly name: string }, port: number, options: MatcherOptions = {}): Promise<MatcherOutcome> {
  const service = receivedService('toReach', received);
  const timeoutMs = budgetMs('toReach', options);
  const host: unknown = typeof target === 'string' ? target : (target as { readonly name?: unknown } | undefined)?.name;
  if (typeof host !== 'string' || host === '') throw misuse(`toReach got ${JSON.stringify(target)} as the service to reach.`, "Give its name, or its handle: toReach('db', 5432).", service.name);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw misuse(`toReach got the port ${JSON.stringify(port)}.`, 'Give the port inside the other container as a number, 1 to 65535.', service.name);
  const look = async (): Promise<Verdict> => {
    const outcome = await service.exec(['sh', '-c', SCRIPT, 'sh', host, String(port), String(ATTEMPT_SECONDS)], options.signal === undefined ? {} : { signal: options.signal });
    if (outcome.exitCode === NO_TOOL || outcome.exitCode === NO_TOOL - 1) {
      throw misuse(`toReach connects from inside the container, and the image of service "${service.name}" has neither bash nor nc.`, 'Use toExec() with a command that it has.', service.name);
    }
    return reachVerdict(outcome);
  };
  return await askService({ service, expectation: `reach ${host}:${port}`, isNot: this.isNot === true, look, timeoutMs, signal: options.signal, showsLog: false });
}
