/** What a run that begins now is called among its files: the time, without what file names cannot have. */
export const runName = (): string => new Date().toISOString().slice(0, 19).replaceAll(':', '-');
