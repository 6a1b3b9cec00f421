import { basename } from 'node:path';

/** Replaces what differs from run to run, so that a whole output can be compared. */
export function normalise(output: string, folder: string): string {
  return output
    .replaceAll(folder, '<project>')
    .replaceAll(basename(folder).toLowerCase(), 'shop')
    .replace(/\bv\d+\.\d+\.\d+\b/, 'v<version>')
    // Times, then durations: of tests, of the run, and in JUnit's seconds.
    .replace(/\b\d{4}-\d{2}-\d{2}T\d{2}[:-]\d{2}[:-]\d{2}(\.\d+Z)?/g, '<date>')
    .replace(/\b\d{2}:\d{2}:\d{2}(\.\d{3})?\b/g, '<time>')
    .replace(/ +\d+(\.\d+)?m?s(?=$| \()/gm, ' <ms>')
    .replace(/\b(Duration) .*$/m, '$1 <ms>')
    // Jest's: of a test only where it took long enough to be told, of a run with an estimate where there was one before.
    .replace(/ \(\d+(\.\d+)? m?s\)$/gm, '')
    // Node's.
    .replace(/ \(\d+(\.\d+)?ms\)(?=$| #)/gm, ' <ms>')
    .replace(/\bduration_ms [\d.]+/g, 'duration_ms <ms>')
    .replace(/^(Time: +)\d.*$/m, '$1<s>')
    .replace(/\b(time)="[\d.]+"/g, '$1="<s>"')
    .replace(/\bhostname="[^"]*"/g, 'hostname="<host>"')
    .replace(/-[0-9a-f]{8}(?=\b|_)/g, '-<id>')
    .replace(/\b[0-9a-f]{64}\b/g, '<container id>')
    .replace(/[ \t]+$/gm, '')
    .trim();
}
