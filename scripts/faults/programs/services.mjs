import { up } from 'seaworthy';

/** Services that misbehave, one after the other: how the `up` of each went, and what this process took of the memory. */
const [name, image] = process.argv.slice(2);
const sh = (script, rest = {}) => ({ image, command: ['sh', '-c', script], ...rest });
const never = { test: ['CMD', 'false'], interval: '500ms', retries: 2 };
const forever = 'while :; do sleep 1; done';

/** @type {Readonly<Record<string, { bad: object, codes?: readonly string[], says?: RegExp, timeoutMs?: number }>>} */
const scenarios = {
  'dies': { bad: sh('echo boom; exit 3'), codes: ['SERVICE_EXITED'], says: /boom/ },
  'never gets healthy': { bad: sh(forever, { healthcheck: never }), codes: ['SERVICE_UNHEALTHY'] },
  'flaps: it ends and is restarted, again and again': { bad: sh('echo again; exit 1', { restart: 'always', healthcheck: { ...never, test: ['CMD', 'true'], start_period: '2s' } }), timeoutMs: 20_000, codes: ['SERVICE_EXITED', 'SERVICE_UNHEALTHY', 'TIMEOUT'] },
  'flaps: it is healthy one time in two': { bad: sh(forever, { healthcheck: { test: ['CMD', 'sh', '-c', 'test -e /tmp/on && rm /tmp/on || { touch /tmp/on; exit 1; }'], interval: '500ms', retries: 5 } }) },
  'floods its log with 100 MB and never gets healthy': { bad: sh(`head -c 100000000 /dev/zero | tr '\\0' x | fold -w 500; echo the end; ${forever}`, { healthcheck: { test: ['CMD', 'test', '-e', '/nowhere'], interval: '5s', retries: 2 } }), codes: ['SERVICE_UNHEALTHY'] },
  'ignores SIGTERM': { bad: sh(`trap '' TERM; ${forever}`, { stop_grace_period: '1s' }) },
  'forks into the background and ends': { bad: sh('sleep 600 & exit 0'), codes: ['SERVICE_EXITED'] },
  'forks until it may no more': { bad: sh(`i=0; while [ $i -lt 60 ]; do sleep 600 & i=$((i+1)); done; ${forever}`, { pids_limit: 30, healthcheck: { ...never, test: ['CMD-SHELL', 'test -e /nowhere'] } }), codes: ['SERVICE_EXITED', 'SERVICE_UNHEALTHY'] },
  'fills its disk': { bad: sh('dd if=/dev/zero of=/data/x bs=1k count=4096 || exit 28', { tmpfs: ['/data:size=1m'] }), codes: ['SERVICE_EXITED'], says: /No space left/ },
  'is out of memory': { bad: sh('tail /dev/zero', { mem_limit: '16m', memswap_limit: '16m', healthcheck: { test: ['CMD', 'test', '-e', '/nowhere'], interval: '5s', retries: 20 } }), codes: ['SERVICE_OUT_OF_MEMORY'] },
};

const tryOne = async (spec, timeoutMs = 60_000) => {
  const startMs = performance.now();
  const tookMs = () => Math.round(performance.now() - startMs);
  try {
    const stack = await up(spec, { timeoutMs });
    await stack.down({ volumes: true });
    return { outcome: 'up', tookMs: tookMs() };
  } catch (error) {
    return { outcome: error.code, service: error.service, message: error.message, tookMs: tookMs() };
  }
};

const wrongWith = ({ codes, says }, { outcome, service, message }) => {
  if (codes === undefined) return outcome === 'up' ? undefined : `it should have come up: ${message}`;
  if (!codes.includes(outcome)) return `${outcome}, not ${codes.join(' or ')}: ${message ?? ''}`;
  if (service !== 'bad' && !/[Ss]ervice "bad"/.test(message)) return `the error does not name the service: ${message}`;
  return says === undefined || says.test(message) ? undefined : `the error lacks ${String(says)}: ${message}`;
};

for (const [what, { bad, ...wanted }] of Object.entries(scenarios)) {
  const result = await tryOne({ name, services: { bad, good: { image, command: ['sleep', '600'], init: true } } }, wanted.timeoutMs);
  console.log(JSON.stringify({ what, wrong: wrongWith(wanted, result), maxRssMb: Math.round(process.resourceUsage().maxRSS / 1024), ...result }));
}
