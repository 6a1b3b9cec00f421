import pLimit from 'p-limit';
import { containerBody, networkName, projectLabel, volumeName } from './container-body.mjs';
import { waitForAnswer } from './wait-for-answer.mjs';

/** @typedef {import('./engine-client.mjs').EngineClient} EngineClient */
/** @typedef {{ concurrency: number, signal?: AbortSignal | undefined }} RawOptions */

/**
 * Brings a stack up with nothing but the requests that it takes: network and volumes, then create, start and inspect of
 * each container. A service that others wait for is ready when it answers PING on its published port.
 *
 * @param {EngineClient} client
 * @param {import('./stacks.mjs').Spec} spec
 * @param {string} project
 * @param {RawOptions & { waits: boolean }} options waits: whether the order of the spec is kept
 */
export async function raiseRaw(client, { services, volumes = {} }, project, { concurrency, waits, signal }) {
  const limit = pLimit(concurrency);
  const Labels = { [projectLabel]: project };
  await Promise.all([
    client.call('POST', '/networks/create', { Name: networkName(project), CheckDuplicate: true, Labels }, { signal }),
    ...Object.keys(volumes).map((name) => client.call('POST', '/volumes/create', { Name: volumeName(project, name), Labels }, { signal })),
  ]);
  /** @type {Map<string, Promise<void>>} */
  const ready = new Map();
  const ids = Object.entries(services).map(async ([name, service]) => {
    const dependencies = waits ? Object.keys(service.depends_on ?? {}) : [];
    const raised = raise(name, service, () => Promise.all(dependencies.map((dependency) => ready.get(dependency))));
    ready.set(name, raised.then(async ({ NetworkSettings: { Ports } }) => {
      if (waits && service.healthcheck !== undefined) {
        await waitForAnswer(Number(Ports['6379/tcp'][0].HostPort), { beginning: '+PONG', signal });
      }
    }));
    await ready.get(name);
    return (await raised).Id;
  });
  return { project, ids: await Promise.all(ids), volumes: Object.keys(volumes) };

  /**
   * @param {string} name
   * @param {import('./stacks.mjs').ServiceSpec} service
   * @param {() => Promise<unknown>} mayStart
   */
  async function raise(name, service, mayStart) {
    const path = `/containers/create?name=${project}-${name}-1`;
    const { Id } = await limit(() => client.call('POST', path, containerBody(project, name, service), { signal }));
    await mayStart();
    await limit(() => client.call('POST', `/containers/${Id}/start`, undefined, { signal }));
    return client.call('GET', `/containers/${Id}/json`, undefined, { signal });
  }
}

/**
 * @param {EngineClient} client
 * @param {Awaited<ReturnType<typeof raiseRaw>>} raised
 * @param {RawOptions} options
 */
export async function removeRaw(client, { project, ids, volumes }, { concurrency, signal }) {
  const limit = pLimit(concurrency);
  await Promise.all(ids.map((id) => limit(() => client.call('DELETE', `/containers/${id}?force=1&v=1`, undefined, { signal }))));
  await Promise.all([
    client.call('DELETE', `/networks/${networkName(project)}`, undefined, { signal }),
    ...volumes.map((name) => client.call('DELETE', `/volumes/${volumeName(project, name)}`, undefined, { signal })),
  ]);
}
