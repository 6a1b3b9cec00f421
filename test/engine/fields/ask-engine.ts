import { requestText } from '../../../scripts/setup/engine-request.mjs';

const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';

/** What the engine answers to a GET in its own version of the API, asked without the client that is tested. */
export const askEngine = async (path: string): Promise<Readonly<Record<string, unknown>>> => JSON.parse((await requestText(host, path)).text) as Readonly<Record<string, unknown>>;

/** The 48 of an engine that speaks 1.48. */
export const apiMinor = async (): Promise<number> => {
  const { ApiVersion: version } = await askEngine('/version');
  const minor = /^1\.(\d+)$/.exec(String(version))?.[1];
  if (minor === undefined) throw new Error(`the engine says that it speaks ${String(version)}, which is no version of the API`);
  return Number(minor);
};
