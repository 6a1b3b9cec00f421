export function parsePid(text: string | undefined): number | undefined;

export function isStalePid(text: string, program: string, nameOf?: (pid: number) => string | undefined): boolean;

export function parseProcessStat(text: string): {
  readonly name: string;
  readonly state: string | undefined;
  readonly startTime: string | undefined;
};
