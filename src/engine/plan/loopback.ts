export const LOOPBACK = '127.0.0.1';

/** Whether a host is this machine's own loopback, by what it is called: nothing is looked up. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');
