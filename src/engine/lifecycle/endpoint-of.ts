import type { EndpointBody } from '../runtime/bodies.ts';
import type { ContainerFacts } from '../runtime/containers.ts';

type Answer = { readonly [Key in keyof EndpointBody]?: EndpointBody[Key] | null };

const SHORT_ID = 12;

/** How a container is attached to a network, as it would be asked for; undefined where it is not. */
export const endpointOf = ({ id, raw }: ContainerFacts, network: string): EndpointBody | undefined => {
  const settings = raw['NetworkSettings'] as { readonly Networks?: Readonly<Record<string, Answer>> | null } | undefined;
  const endpoint = settings?.Networks?.[network];
  if (endpoint === undefined) return undefined;
  const rest = (['IPAMConfig', 'Links', 'DriverOpts'] as const).flatMap((key) => (endpoint[key] === undefined || endpoint[key] === null ? [] : [[key, endpoint[key]] as const]));
  // The engine adds its short id by itself, each time.
  return { Aliases: (endpoint.Aliases ?? []).filter((alias) => alias !== id.slice(0, SHORT_ID)), ...Object.fromEntries(rest) };
};
