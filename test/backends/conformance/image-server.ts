/** Just enough of a registry to pull one image for two platforms from. Local addresses count as insecure registries. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** Platform as it is asked for, and the architecture that the image then has. */
export const MULTI_ARCH = [['linux/arm64', 'arm64'], ['linux/amd64', 'amd64']] as const;

interface Blob {
  readonly type: string;
  readonly content: Buffer;
}

interface ImageServer extends AsyncDisposable {
  /** With the address of the server. */
  readonly image: string;
}

const digestOf = (content: Buffer): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;
const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const INDEX = 'application/vnd.docker.distribution.manifest.list.v2+json';

async function layerFor(arch: string): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name: 'arch' }, arch);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Every blob of the image by digest, and the index under its tag. */
async function imageBlobs(): Promise<ReadonlyMap<string, Blob>> {
  const blobs = new Map<string, Blob>();
  const add = (type: string, content: Buffer): { readonly mediaType: string; readonly size: number; readonly digest: string } => {
    const digest = digestOf(content);
    blobs.set(digest, { type, content });
    return { mediaType: type, size: content.length, digest };
  };
  const addJson = (type: string, value: object): ReturnType<typeof add> => add(type, Buffer.from(JSON.stringify(value)));
  const manifests: object[] = [];
  for (const [, architecture] of MULTI_ARCH) {
    const tar = await layerFor(architecture);
    const layer = add('application/vnd.docker.image.rootfs.diff.tar.gzip', gzipSync(tar));
    const config = addJson('application/vnd.docker.container.image.v1+json', { architecture, os: 'linux', config: { Cmd: ['/arch'] }, rootfs: { type: 'layers', diff_ids: [digestOf(tar)] }, history: [{ created: '2024-01-01T00:00:00Z' }] });
    manifests.push({ ...addJson(MANIFEST, { schemaVersion: 2, mediaType: MANIFEST, config, layers: [layer] }), platform: { architecture, os: 'linux' } });
  }
  blobs.set('latest', { type: INDEX, content: Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests })) });
  return new Map([...blobs, [digestOf(blobs.get('latest')!.content), blobs.get('latest')!]]);
}

export async function serveImage(port = 0): Promise<ImageServer> {
  const blobs = await imageBlobs();
  const server = createServer(({ url = '', method }, response) => {
    const blob = blobs.get(url.split('/').at(-1) ?? '');
    if (url === '/v2/') response.end('{}');
    else if (blob === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': blob.type, 'content-length': blob.content.length, 'docker-content-digest': digestOf(blob.content) }).end(method === 'HEAD' ? undefined : blob.content);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    image: `127.0.0.1:${String((server.address() as AddressInfo).port)}/several:latest`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
