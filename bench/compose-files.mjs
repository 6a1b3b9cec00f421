/**
 * A Compose file with so many services, in which half of each comes by anchors and merge keys, as such files are written
 * by hand once they grow.
 *
 * @param {number} services
 * @returns {string}
 */
export function composeFile(services) {
  const names = Array.from({ length: services }, (_, index) => `service-${index}`);
  return [heading, 'services:', ...names.map(service), 'networks: {front: {}, back: {driver: bridge}}', `volumes: {${names.map((name) => `${name}-data: {}`).join(', ')}}`, ''].join('\n');
}

const heading = `name: bench
x-environment: &environment
  LOG_LEVEL: \${LOG_LEVEL:-info}
  DATABASE_URL: postgres://user:\${PASSWORD:-secret}@database/app
x-logging: &logging
  logging: {driver: json-file, options: {max-size: 10m, max-file: "3"}}
x-service: &service
  <<: *logging
  restart: unless-stopped
  networks: [front, back]
  healthcheck: {test: [CMD, healthy], interval: 10s, timeout: 3s, retries: 5}
  deploy: {resources: {limits: {cpus: "0.5", memory: 256M}}}`;

/**
 * @param {string} name
 * @param {number} index
 * @param {readonly string[]} names
 */
function service(name, index, names) {
  const dependency = index === 0 ? [] : [`    depends_on: {${names[index - 1]}: {condition: service_healthy}}`];
  return [
    `  ${name}:`,
    '    <<: *service',
    `    image: registry.test/${name}:\${TAG:-latest}`,
    `    environment: {<<: *environment, NAME: ${name}, PORT: ${3000 + index}}`,
    `    ports: ["${10_000 + index}:3000", "127.0.0.1::9090/udp"]`,
    `    volumes: ["./${name}:/app:ro", "${name}-data:/data"]`,
    `    labels: ["team=shop", "index=${index}"]`,
    `    command: serve --port 3000 --name "${name}"`,
    ...dependency,
  ].join('\n');
}
