import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';

/** All tables of a Linux host, as a tree: an address, and below it the lengths of the prefixes it stands for. */
const ROUTES = '/proc/net/fib_trie';

/** The destinations in that tree, as `10.0.0.0/8`. */
export const routesIn = (tree: string): readonly string[] => {
  const found = new Set<string>();
  let address = '';
  for (const line of tree.split('\n')) {
    address = /^\s*\|-- (\S+)/.exec(line)?.[1] ?? address;
    const prefix = /^\s*\/(\d+) /.exec(line)?.[1];
    if (prefix !== undefined) found.add(`${address}/${prefix}`);
  }
  return [...found];
};

/** Where this host sends packets to already: its routes where they can be read, and the networks of its interfaces. */
export const hostRoutes = async (): Promise<readonly string[]> => {
  // Other systems have no such file; what their interfaces are on is known everywhere.
  const tree = await readFile(ROUTES, 'utf8').catch(() => '');
  const interfaces = Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).flatMap(({ cidr, family }) => (family === 'IPv4' && cidr !== null ? [cidr] : [])));
  return [...new Set([...routesIn(tree), ...interfaces])];
};
