import { ImageError } from '../../errors.ts';
import { parseImageReference } from './image-reference.ts';

/** What a registry's refusal means, as far as the engine's words tell. */
export type PullRefusal = 'denied' | 'absent' | 'platform' | 'unreachable' | 'passing' | 'other';

const MEANINGS: readonly (readonly [PullRefusal, RegExp])[] = [
  // A rate limit speaks of authentication too.
  ['passing', /too ?many ?requests|\b429\b/i],
  ['denied', /no basic auth credentials|unauthorized|authentication required|access (to the resource is )?denied|denied:|incorrect username or password|invalid username\/password|\b401\b|\b403\b/i],
  ['platform', /does not match the specified platform|no matching manifest|no match for platform|cannot be used on this platform/i],
  ['absent', /manifest unknown|not found|does not exist|name unknown|invalid reference|\b404\b/i],
  ['unreachable', /connection refused|no such host|network is unreachable|no route to host|server gave HTTP response|x509|certificate/i],
  ['passing', /\b5\d\d\b|internal server error|bad gateway|service unavailable|gateway time-?out|unexpected EOF|\bEOF\b|connection reset|broken pipe|timeout|timed out|deadline exceeded|unexpected http code|try again|temporar/i],
];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What stands before a quoted name, part of one, or tag. */
const BEFORE_A_QUOTE = '[/:@]|\\b(?:for|of|in|manifest|reference|repository|image|tag) "?';

/** The words without what they quote of the image's name, which may look like any status or verdict: `app:429`. */
const withoutReference = (seen: string, reference: string): string => {
  const { name, version } = parseImageReference(reference);
  // A repository may be quoted without its registry, and in parts of a URL.
  const parts = [reference, name, ...name.split('/'), ...reference.slice(name.length).split(/[:@]/), version].filter((part) => part !== '');
  return parts.reduce((text, part) => text.replace(new RegExp(`(?<=^|${BEFORE_A_QUOTE})${escaped(part)}(?![\\w-])`, 'gi'), ''), seen);
};

/**
 * Reads the meaning out of what the engine says that its registry said of this image. Only a refusal that may pass is
 * worth another attempt.
 */
export const meaningOf = (seen: string, reference: string): PullRefusal => {
  const words = withoutReference(seen.replace(/^the engine answered \d+, /, ''), reference);
  return MEANINGS.find(([, meaning]) => meaning.test(words))?.[0] ?? 'other';
};

/** What is known about credentials for the registry. */
interface PullCredentials {
  readonly sent: boolean;
  /** Why credentials that are configured could not be had. */
  readonly problem?: string | undefined;
}

interface Refused {
  readonly reference: string;
  readonly registry: string;
  readonly seen: string;
  readonly attempts: number;
  readonly credentials: PullCredentials;
  readonly platform?: string | undefined;
}

const remedyFor = ({ reference, registry, seen, credentials, platform }: Refused): string => {
  switch (meaningOf(seen, reference)) {
    case 'denied':
      if (credentials.problem !== undefined) return `Repair that, or log in with "docker login ${registry}".`;
      return credentials.sent
        ? `The credentials that are stored for ${registry} were not accepted: log in again with "docker login ${registry}", and check that this account may read the image.`
        : `No credentials are stored for ${registry}: log in with "docker login ${registry}", or correct the name of the image.`;
    case 'absent':
      return `Correct the name or the tag, or push the image to ${registry} first.`;
    case 'platform':
      return `There is none for ${platform ?? 'this machine'}: name another image, or another platform.`;
    case 'unreachable':
      return `Check that ${registry} runs and can be reached from the engine, or build or load "${reference}" instead.`;
    case 'passing':
      return `The registry may be overloaded: try again later, or build or load "${reference}" instead.`;
    case 'other':
      return `Check its name and that ${registry} can be reached, log in with "docker login ${registry}" if it is private, or build or load it.`;
  }
};

/** The error for a pull that failed for good. */
export const pullRefused = (refused: Refused): ImageError => {
  const tried = refused.attempts > 1 ? ` in ${String(refused.attempts)} attempts` : '';
  const { problem } = refused.credentials;
  const login = problem === undefined ? '' : ` No credentials were sent: ${problem}.`;
  return new ImageError('IMAGE_PULL', `Could not pull image "${refused.reference}"${tried}: ${refused.seen}.${login} ${remedyFor(refused)}`);
};
