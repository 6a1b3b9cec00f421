import { inject } from 'vitest';

/** The engine that the conformance suite is run on. Its URL goes into DOCKER_HOST; `absent` says why there is none. */
export interface EngineUnderTest {
  readonly host?: string;
  readonly absent?: string;
  /** The port of 127.0.0.1 at which this engine takes a registry without TLS; absent where it does at all of them. */
  readonly registryPort?: number;
}

declare module 'vitest' {
  interface ProvidedContext {
    engineUnderTest: EngineUnderTest;
  }
}

export const engineUnderTest = (): EngineUnderTest => inject('engineUnderTest');
