export interface CountingProxy extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Every request since the last time it was asked, as `POST /containers/create`; ids are shown as `*`. */
  readonly taken: () => readonly string[];
}

export function startCountingProxy(engine?: string): Promise<CountingProxy>;
