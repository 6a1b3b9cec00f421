import { projectLabel } from './container-body.mjs';
import { filterQuery } from './engine-client.mjs';
import { waitForAnswer } from './wait-for-answer.mjs';

/**
 * That a measured stack is what it should be: all its containers run, and something answers behind each published port.
 *
 * @param {import('./engine-client.mjs').EngineClient} client
 * @param {string} project
 * @param {import('./stacks.mjs').Spec} spec
 * @param {{ signal: AbortSignal }} options
 */
export async function checkAnswers(client, project, spec, { signal }) {
  const expected = Object.keys(spec.services).length;
  const query = filterQuery({ label: [`${projectLabel}=${project}`] });
  const containers = await client.call('GET', `/containers/json?${query}`, undefined, { signal });
  const ports = containers.flatMap((/** @type {any} */ { Ports }) => Ports.flatMap((/** @type {any} */ { PublicPort }) => PublicPort ?? []));
  if (containers.length !== expected || ports.length !== expected) {
    throw new Error(`Project ${project} should have ${expected} running containers with one published port each, but has ${containers.length} with ${ports.length}.`);
  }
  await Promise.all(ports.map((/** @type {number} */ port) => waitForAnswer(port, { signal })));
}
