import { PathPatterns } from './path-patterns.ts';
import { Float, type Scalar } from './tree.ts';

/** What the text of a typed field becomes; undefined where it is not of that type. */
export type Cast = {
  readonly expected: string;
  readonly parse: (text: string) => Scalar | undefined;
};

const truths = new Set(['true', 'y', 'yes', 'on']);
const untruths = new Set(['false', 'n', 'no', 'off']);

/** Compose's booleans in text: `true`, `yes`, `y`, `on` and their opposites, in any case. */
export const parseBoolean = (text: string): boolean | undefined => {
  const word = text.toLowerCase();
  return truths.has(word) ? true : untruths.has(word) ? false : undefined;
};

/** A decimal integer in text, as a bigint where a number would lose digits. */
export const parseDecimal = (text: string): number | bigint | undefined => {
  if (!/^[-+]?[0-9]+$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text.replace('+', ''));
};

/** A decimal float in text. */
export const parseFloatText = (text: string): number | undefined =>
  /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$/.test(text) ? Number(text) : undefined;

const integer: Cast = { expected: 'a whole number', parse: parseDecimal };
const boolean: Cast = { expected: 'a boolean (true or false)', parse: parseBoolean };
const float: Cast = {
  expected: 'a number',
  parse: (text) => {
    const value = parseFloatText(text);
    return value === undefined ? undefined : Number.isInteger(value) ? new Float(value) : value;
  },
};

/** The fields whose text becomes a number or a boolean right after interpolation. */
export const casts: PathPatterns<Cast> = new PathPatterns({
  ...prefixed('services.*.', {
    cpu_count: integer,
    cpu_percent: float,
    cpu_period: integer,
    cpu_quota: integer,
    cpu_rt_period: integer,
    cpu_rt_runtime: integer,
    cpus: float,
    cpu_shares: integer,
    init: boolean,
    'depends_on.*.required': boolean,
    'depends_on.*.restart': boolean,
    'deploy.replicas': integer,
    'deploy.update_config.parallelism': integer,
    'deploy.update_config.max_failure_ratio': float,
    'deploy.rollback_config.parallelism': integer,
    'deploy.rollback_config.max_failure_ratio': float,
    'deploy.restart_policy.max_attempts': integer,
    'deploy.placement.max_replicas_per_node': integer,
    'healthcheck.retries': integer,
    'healthcheck.disable': boolean,
    oom_kill_disable: boolean,
    oom_score_adj: integer,
    pids_limit: integer,
    'ports.*.target': integer,
    privileged: boolean,
    read_only: boolean,
    scale: integer,
    stdin_open: boolean,
    tty: boolean,
    'ulimits.*': integer,
    'ulimits.*.hard': integer,
    'ulimits.*.soft': integer,
    'volumes.*.read_only': boolean,
    'volumes.*.volume.nocopy': boolean,
  }),
  ...prefixed('networks.*.', { external: boolean, internal: boolean, attachable: boolean, enable_ipv4: boolean, enable_ipv6: boolean }),
  'volumes.*.external': boolean,
  'secrets.*.external': boolean,
  'configs.*.external': boolean,
});

function prefixed(prefix: string, table: Readonly<Record<string, Cast>>): Record<string, Cast> {
  return Object.fromEntries(Object.entries(table).map(([pattern, cast]) => [prefix + pattern, cast]));
}
