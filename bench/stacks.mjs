/**
 * A stack to measure: one Compose spec, which every contender brings up.
 *
 * @typedef {object} BenchStack
 * @property {'independent' | 'gated'} key
 * @property {string} title
 * @property {Spec} spec
 */

/** @typedef {{ services: Record<string, ServiceSpec>, volumes?: Record<string, object> }} Spec */

/**
 * The part of the Compose model that these stacks use.
 *
 * @typedef {object} ServiceSpec
 * @property {string} image
 * @property {string[]} command
 * @property {{ target: number, host_ip: string, protocol: 'tcp' }[]} [ports]
 * @property {{ type: 'volume', source: string, target: string }[]} [volumes]
 * @property {{ test: string[], interval: string, timeout: string, retries: number }} [healthcheck]
 * @property {Record<string, { condition: 'service_healthy' }>} [depends_on]
 */

/** @param {number} target */
const published = (target) => [{ target, host_ip: '127.0.0.1', protocol: /** @type {const} */ ('tcp') }];

/**
 * The smallest web server there is: the less a service itself takes to start, the more of the time is the engine's and
 * the contender's.
 *
 * @param {string} image
 * @returns {ServiceSpec}
 */
const webServer = (image) => ({ image, command: ['httpd', '-f', '-p', '80', '-h', '/tmp'], ports: published(80) });

const names = /** @type {const} */ (['one', 'two', 'three', 'four', 'five']);

/**
 * @param {Readonly<Record<string, string>>} images as set-up names them: BUSYBOX_IMAGE, REDIS_IMAGE
 * @returns {BenchStack[]}
 */
export function benchStacks({ BUSYBOX_IMAGE: busybox = 'busybox', REDIS_IMAGE: redis = 'redis' }) {
  const [first, ...others] = names;
  return [
    {
      key: 'independent',
      title: 'five independent services, one of them with a named volume',
      spec: {
        services: {
          [first]: { ...webServer(busybox), volumes: [{ type: 'volume', source: 'files', target: '/files' }] },
          ...Object.fromEntries(others.map((name) => [name, webServer(busybox)])),
        },
        volumes: { files: {} },
      },
    },
    {
      key: 'gated',
      title: 'one Redis with a healthcheck of interval 5s, and four web servers that wait for it to be healthy',
      spec: {
        services: {
          cache: {
            image: redis,
            command: ['redis-server', '--save', ''],
            ports: published(6379),
            healthcheck: { test: ['CMD', 'redis-cli', 'ping'], interval: '5s', timeout: '3s', retries: 5 },
          },
          ...Object.fromEntries(others.map((name) => [name, { ...webServer(busybox), depends_on: { cache: { condition: /** @type {const} */ ('service_healthy') } } }])),
        },
      },
    },
  ];
}

/**
 * What fails: a service that ends as it starts, one that ends while it is waited for, and one that ends among others
 * that run on and have to be removed with it.
 *
 * @param {Readonly<Record<string, string>>} images
 * @returns {{ key: string, title: string, alone: boolean, spec: Spec }[]}
 */
export function failingStacks({ BUSYBOX_IMAGE: busybox = 'busybox' }) {
  const endsAtOnce = { image: busybox, command: ['sh', '-c', 'echo "no database" >&2; exit 3'] };
  const endsLater = {
    image: busybox,
    command: ['sh', '-c', 'sleep 0.3; echo "no database" >&2; exit 3'],
    healthcheck: { test: ['CMD', 'test', '-f', '/ready'], interval: '5s', timeout: '3s', retries: 5 },
  };
  const others = Object.fromEntries(names.slice(1).map((name) => [name, webServer(busybox)]));
  return [
    { key: 'at-once', title: 'ends at once', alone: true, spec: { services: { broken: endsAtOnce } } },
    { key: 'later', title: 'ends after 0.3 s, while its healthcheck is awaited', alone: true, spec: { services: { broken: endsLater } } },
    { key: 'among', title: 'ends at once, and four others run and have to be removed too', alone: false, spec: { services: { broken: endsAtOnce, ...others } } },
  ];
}
