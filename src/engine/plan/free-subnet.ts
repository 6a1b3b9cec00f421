/** Which subnet a network may have where the engine has none left to give. Pure: what is taken is told. */

/** As numbers: the first address, and how many there are. */
interface Block {
  readonly first: number;
  readonly size: number;
}

/** 1022 addresses, which is about as many as a bridge takes containers. */
const PREFIX = 22;
const SIZE = 2 ** (32 - PREFIX);

/** What is shorter stands for a way out, as the halves of the default route that a VPN adds, and not for a network. */
const SHORTEST_PREFIX = 8;

const parse = (cidr: string): Block | undefined => {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(cidr);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = match.slice(1, 5).map(Number);
  const prefix = Number(match[5] ?? 32);
  if (prefix < SHORTEST_PREFIX || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  return { first: address - (address % size), size };
};

const format = (address: number): string => [24, 16, 8, 0].map((shift) => String(Math.floor(address / 2 ** shift) % 256)).join('.');

const overlaps = (one: Block, other: Block): boolean => one.first < other.first + other.size && other.first < one.first + one.size;

/** The ranges for private use; the largest first, and last the one that homes and offices use. */
const RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap((range) => parse(range) ?? []);
const COUNTS = RANGES.map(({ size }) => size / SIZE);
const ALL = COUNTS.reduce((sum, count) => sum + count, 0);

const subnetAt = (index: number): Block => {
  let rest = index;
  for (const [at, range] of RANGES.entries()) {
    const count = COUNTS[at] ?? 0;
    if (rest < count) return { first: range.first + rest * SIZE, size: SIZE };
    rest -= count;
  }
  throw new RangeError(`there is no subnet ${String(index)}`);
};

/**
 * Private IPv4 subnets that overlap nothing that is taken, each as `10.1.4.0/22`, from a place on that `start`, from 0 to
 * below 1, says: those who choose at the same time begin at different ones.
 *
 * @param taken subnets of other networks and routes of the host; what is not IPv4, or shorter than /8, is none
 */
export function* freeSubnets(taken: readonly string[], start: number): Generator<string, void, undefined> {
  const blocks = taken.flatMap((cidr) => parse(cidr) ?? []);
  const from = Math.floor(start * ALL);
  for (let step = 0; step < ALL; step += 1) {
    const subnet = subnetAt((from + step) % ALL);
    if (!blocks.some((block) => overlaps(block, subnet))) yield `${format(subnet.first)}/${String(PREFIX)}`;
  }
}
