import { readdir, readFile } from 'node:fs/promises';

/** Command lines of the processes that name a text in them, this one apart. */
export const processesNaming = async (text: string): Promise<readonly string[]> => {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(text)).map((line) => line.replaceAll('\0', ' ').trim());
};
