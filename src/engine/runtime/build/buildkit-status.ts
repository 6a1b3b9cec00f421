import protobuf from 'protobufjs/light.js';

/** A step of a build. */
export interface BuildStep {
  readonly digest: string;
  /** As `[2/3] RUN make`; steps of the builder's own begin with `[internal]`. */
  readonly name: string;
  readonly cached: boolean;
  readonly isStarted: boolean;
  readonly isCompleted: boolean;
  /** Empty while there is none. */
  readonly error: string;
}

/** What BuildKit says between two moments. */
export interface BuildStatus {
  readonly steps: readonly BuildStep[];
  /** What the commands of steps wrote. */
  readonly logs: readonly { readonly step: string; readonly text: string }[];
}

/** The fields that are read, with their numbers: https://github.com/moby/buildkit/blob/v0.13.0/api/services/control/control.proto */
const { nested } = protobuf.Root.fromJSON({
  nested: {
    Moment: { fields: { seconds: { type: 'int64', id: 1 } } },
    Step: {
      fields: {
        digest: { type: 'string', id: 1 }, name: { type: 'string', id: 3 }, cached: { type: 'bool', id: 4 },
        started: { type: 'Moment', id: 5 }, completed: { type: 'Moment', id: 6 }, error: { type: 'string', id: 7 },
      },
    },
    Log: { fields: { step: { type: 'string', id: 1 }, text: { type: 'bytes', id: 4 } } },
    Status: { fields: { steps: { type: 'Step', id: 1, rule: 'repeated' }, logs: { type: 'Log', id: 3, rule: 'repeated' } } },
  },
});
const Status = nested?.['Status'] as protobuf.Type;

interface DecodedStatus {
  readonly steps: readonly { readonly digest: string; readonly name: string; readonly cached: boolean; readonly started: object | null; readonly completed: object | null; readonly error: string }[];
  readonly logs: readonly { readonly step: string; readonly text: Uint8Array }[];
}

/** Reads one message of the stream that BuildKit's steps are told in. */
export const readBuildStatus = (base64: string): BuildStatus => {
  const status = Status.toObject(Status.decode(Buffer.from(base64, 'base64')), { defaults: true }) as DecodedStatus;
  return {
    steps: status.steps.map(({ digest, name, cached, started, completed, error }) => ({ digest, name, cached, isStarted: started !== null, isCompleted: completed !== null, error })),
    logs: status.logs.map(({ step, text }) => ({ step, text: Buffer.from(text).toString('utf8') })),
  };
};
