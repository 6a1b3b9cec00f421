const REPOSITORY = 'seaworthy-build';
const DIGEST_LENGTH = 16;

/** What an image carries that was named by the content of its build. */
export const BUILD_LABEL = 'seaworthy.build';

/** The name of an image by a digest of all that decides what it is. */
export const contentName = (digest: string): string => `${REPOSITORY}:${digest.slice(0, DIGEST_LENGTH)}`;

/** The tag of a name that `contentName` has given; undefined for any other. */
export const contentTag = (reference: string): string | undefined => (reference.startsWith(`${REPOSITORY}:`) ? reference.slice(REPOSITORY.length + 1) : undefined);

export const CONTENT_REPOSITORY: string = REPOSITORY;
