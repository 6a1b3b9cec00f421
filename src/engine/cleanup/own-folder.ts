import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Where the files of this user are that processes know each other by, those of one kind together. A user by number alone has no name to be known by. */
export const ownFolder = (kind: string): string => join(tmpdir(), `seaworthy-${String(process.getuid?.() ?? userInfo().username)}`, kind);
