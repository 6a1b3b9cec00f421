import { describe, expect, it } from 'vitest';
import { resolveTree } from '../../../../src/engine/compose/resolve.ts';
import { toPlain } from '../../../../src/engine/compose/tree.ts';
import { temporaryProject } from './temporary-project.ts';

/** What is left of a service where no variable is resolved, or why it is refused. */
const uninterpolated = async (service: string): Promise<unknown> => {
  const directory = await temporaryProject({ 'compose.yaml': `name: shop\nservices: {a: {image: x, network_mode: none, ${service}}}` });
  try {
    const { root } = await resolveTree(`${directory}/compose.yaml`, { env: {}, interpolate: false });
    return (toPlain(root, (value) => value) as { readonly services: { readonly a: unknown } }).services.a;
  } catch (error) {
    return (error as Error).message.split('\n')[2]?.replace(/^\S+ /, '');
  }
};

describe('without interpolation', () => {
  it.each(['ports: ["80", "${PORT}:81"]', 'ports: [x]'])('leaves all ports as they are written where one may hold a variable: %s', async (ports) => {
    expect(await uninterpolated(ports)).toMatchObject({ ports: ports.includes('x') ? ['x'] : ['80', '${PORT}:81'] });
  });

  it.each([
    ['ports: [0]', 'services.a.ports[0]: the port "0" has the container port 0; write it as "80", "8080:80", "127.0.0.1:8080:80" or "8000-8010:8000-8010/udp"'],
    ['volumes: [":/data"]', 'services.a.volumes[0]: the volume ":/data" has an empty section between its colons; write it as "source:/target", "source:/target:ro" or in the long form'],
    ['ulimits: {a: 1.0}', 'services.a.ulimits.a: expected a whole number without a fraction or an exponent, found the number 1'],
  ])('refuses all the same what no variable could mend: %s', async (service, message) => {
    expect(await uninterpolated(service)).toBe(message);
  });
});
