/** The parts of an image's name that a registry and the engine's pull need. */
interface ImageReference {
  /** Registry and repository, as written. */
  readonly name: string;
  /** Tag or digest; `latest` when there is neither. A digest wins over a tag. */
  readonly version: string;
  /** The registry's host, `docker.io` when none is written. */
  readonly registry: string;
}

/** Takes a reference such as `registry.example:5000/team/app:1.2` apart. */
export function parseImageReference(reference: string): ImageReference {
  const at = reference.indexOf('@');
  const tagged = at === -1 ? reference : reference.slice(0, at);
  // A colon before the last slash belongs to the registry's port.
  const colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
  const name = colon === -1 ? tagged : tagged.slice(0, colon);
  const tag = colon === -1 ? 'latest' : tagged.slice(colon + 1);
  const [first = '', ...rest] = name.split('/');
  const isHost = rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost');
  return { name, version: at === -1 ? tag : reference.slice(at + 1), registry: isHost ? first : 'docker.io' };
}
