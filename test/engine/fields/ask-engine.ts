import { request } from 'node:http';

const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';

/** What the engine answers to a GET, asked without any code of ours. */
export const askEngine = (path: string): Promise<Readonly<Record<string, unknown>>> =>
  new Promise((resolve, reject) => {
    const address = host.startsWith('unix://') ? { socketPath: host.slice('unix://'.length) } : { host: new URL(host).hostname, port: new URL(host).port };
    const asking = request({ ...address, path: `/v1.41${path}`, method: 'GET' }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => resolve(JSON.parse(text) as Readonly<Record<string, unknown>>));
      answer.on('error', reject);
    });
    asking.on('error', reject).end();
  });
