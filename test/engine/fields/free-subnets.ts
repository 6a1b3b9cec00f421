/** Subnets for the tests of one worker: the other has others, and no engine has these among its defaults. */
export const freeSubnets = async (count: number): Promise<[string, ...string[]]> => {
  const { networkInterfaces } = await import('node:os');
  const taken = new Set(Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address.split('.').slice(0, 3).join('.'))));
  // By process, so that workers do not choose the same.
  const candidates = Array.from({ length: 254 }, (_, index) => `10.251.${String(((process.pid * 7 + index) % 254) + 1)}`);
  const [first, ...rest] = candidates.filter((prefix) => !taken.has(prefix)).slice(0, count).map((prefix) => `${prefix}.0/24`);
  if (first === undefined) throw new Error('every subnet of 10.251 is taken');
  return [first, ...rest];
};
