import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An authority of the test's own, and a folder for each certificate it signs: `ca.pem`, `cert.pem`, `key.pem`. */
export class Authority {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async found(folder: string): Promise<Authority> {
    await mkdir(folder);
    await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=test authority', '-keyout', join(folder, 'ca-key.pem'), '-out', join(folder, 'ca.pem')]);
    return new Authority(folder);
  }

  /** Signs one for a server that is reached by `address`, or for a client. */
  async sign(name: string, usage: 'serverAuth' | 'clientAuth', address?: string): Promise<string> {
    const folder = join(this.#folder, name);
    await mkdir(folder);
    const [key, request, extensions] = ['key.pem', 'request.pem', 'extensions'].map((file) => join(folder, file)) as [string, string, string];
    await writeFile(extensions, `extendedKeyUsage=${usage}\n${address === undefined ? '' : `subjectAltName=${address}\n`}`);
    await run('openssl', ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`, '-keyout', key, '-out', request]);
    const ca = join(this.#folder, 'ca.pem');
    await run('openssl', ['x509', '-req', '-in', request, '-days', '2', '-CA', ca, '-CAkey', join(this.#folder, 'ca-key.pem'), '-CAcreateserial', '-extfile', extensions, '-out', join(folder, 'cert.pem')]);
    await run('cp', [ca, join(folder, 'ca.pem')]);
    return folder;
  }
}
