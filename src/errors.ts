/**
 * Every error that Seaworthy throws on purpose. A class answers who must act, a code answers what happened.
 * The list of codes is the source of `docs/errors.md`; a test holds the two together.
 */

import type { TimelineEntry } from './engine/lifecycle/stack.ts';

/** Error codes by class. A code is stable across releases; messages may be improved at any time. */
export const ERROR_CODES = {
  SpecError: ['SPEC_INVALID', 'SPEC_FILE_UNREADABLE', 'SPEC_CYCLE', 'SPEC_UNKNOWN'],
  BackendError: ['BACKEND_UNAVAILABLE', 'BACKEND_PERMISSION', 'BACKEND_LOST', 'BACKEND_REQUEST', 'BACKEND_UNSUITABLE'],
  ImageError: ['IMAGE_MISSING', 'IMAGE_PULL', 'IMAGE_BUILD'],
  StartError: ['START_REJECTED', 'SERVICE_EXITED', 'SERVICE_OUT_OF_MEMORY', 'RESOURCE_MISSING', 'RESOURCE_CONFLICT', 'ADDRESSES_EXHAUSTED', 'LOCK_UNAVAILABLE'],
  HealthError: ['SERVICE_UNHEALTHY', 'HEALTHCHECK_MISSING'],
  TimeoutError: ['TIMEOUT'],
  PortError: ['PORT_IN_USE', 'PORT_NOT_PUBLISHED'],
  ExecError: ['EXEC_FAILED', 'SERVICE_NOT_RUNNING', 'SERVICE_UNKNOWN'],
  CleanupError: ['CLEANUP_INCOMPLETE'],
  FixtureError: ['STACK_NOT_PROVIDED', 'STACK_NOT_OWNED', 'OPTIONS_INVALID'],
  MatcherError: ['MATCHER_MISUSED'],
  FaultError: ['FAULT_INVALID', 'FAULT_UNSUPPORTED', 'FAULT_NOT_UNDONE'],
} as const;

type Codes = typeof ERROR_CODES;

/** One of the documented error codes. */
export type ErrorCode = Codes[keyof Codes][number];

/** What every Seaworthy error may carry beside its message. */
export interface ErrorDetails {
  /** The error that led to this one. */
  readonly cause?: unknown;
  /** The service it happened to, where there is one. */
  readonly service?: string;
}

const brand = (name: string): symbol => Symbol.for(`seaworthy.error.${name}`);

/** Adds a property that runners do not print: the message says it already. A function, because they print methods too. */
const hide = (error: Error, key: PropertyKey, value: unknown): void => {
  Object.defineProperty(error, key, { value, enumerable: false, configurable: true });
};

/** `instanceof` by brand, so that it holds across realms (Jest) and across the ESM and CommonJS copies. */
const branded = (name: string, value: unknown): boolean =>
  typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand(name)] === true;

/**
 * The base of every error thrown on purpose. The message says what happened, to which service, what was seen,
 * and what to do; `code` is stable, `cause` is the error underneath.
 */
export abstract class SeaworthyError extends Error {
  /** What happened, as a stable name; see `docs/errors.md`. */
  declare readonly code: ErrorCode;
  /** The service it happened to, where there is one. */
  declare readonly service?: string;
  /** The project that `up` could not bring up. */
  declare readonly project?: string;
  /** How the `up` went that failed with this error, moment by moment. */
  declare readonly timeline?: readonly TimelineEntry[];

  protected constructor(name: string, code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    hide(this, 'name', name);
    hide(this, 'code', code);
    if (details.service !== undefined) hide(this, 'service', details.service);
    hide(this, brand('SeaworthyError'), true);
    hide(this, brand(name), true);
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return branded(this.name, value);
  }
}

/** One thing wrong with a Compose document. */
export interface SpecProblem {
  /** What is wrong, in one sentence, with what was found and what is allowed. */
  readonly message: string;
  /** Where in the model, as `services.db.healthcheck.interval`; empty for the document itself. */
  readonly path: string;
  /** The file it stands in; absent for an object literal. */
  readonly file?: string;
  /** 1-based line in `file`. */
  readonly line?: number;
  /** 1-based column in `file`. */
  readonly column?: number;
  /** The user's own line with a caret under the place. */
  readonly excerpt?: string;
  /** The nearest known name, for a misspelt key or reference. */
  readonly suggestion?: string;
}

/** A stack source that cannot be used: every problem found, before anything was created. */
export class SpecError extends SeaworthyError {
  declare readonly code: Codes['SpecError'][number];
  declare readonly problems: readonly SpecProblem[];

  constructor(code: Codes['SpecError'][number], message: string, problems: readonly SpecProblem[], details?: ErrorDetails) {
    super('SpecError', code, message, details);
    hide(this, 'problems', problems);
  }
}

/** One engine that was tried, and why it was not used. */
export interface TriedBackend {
  /** Where it was looked for: a socket path or URL. */
  readonly endpoint: string;
  /** What pointed there: `DOCKER_HOST`, `context colima`, `default socket`. */
  readonly source: string;
  /** Why it was not used. */
  readonly reason: string;
}

/** No engine answers, or the one in use stopped answering or refused a request. */
export class BackendError extends SeaworthyError {
  declare readonly code: Codes['BackendError'][number];
  declare readonly tried: readonly TriedBackend[];
  /** The engine's HTTP status, where it answered at all. */
  declare readonly status?: number;

  constructor(
    code: Codes['BackendError'][number],
    message: string,
    details: ErrorDetails & { readonly tried?: readonly TriedBackend[]; readonly status?: number } = {},
  ) {
    super('BackendError', code, message, details);
    hide(this, 'tried', details.tried ?? []);
    if (details.status !== undefined) hide(this, 'status', details.status);
  }
}

/** An image that is absent, cannot be pulled or cannot be built. */
export class ImageError extends SeaworthyError {
  constructor(code: Codes['ImageError'][number], message: string, details?: ErrorDetails) {
    super('ImageError', code, message, details);
  }
}

/** Where in its life a service was when it failed. */
export type Phase = 'image' | 'create' | 'start' | 'ready' | 'stop';

/** What is known about a service at the moment it failed. */
export interface FailureFacts {
  readonly service: string;
  readonly phase: Phase;
  /** Name of the container, e.g. `shop-db-1`. */
  readonly container?: string;
  readonly exitCode?: number;
  readonly outOfMemory?: boolean;
  /** The last health probe: exit code and output. */
  readonly lastProbe?: { readonly exitCode: number | null; readonly output: string };
  /** The end of the log, oldest line first. */
  readonly logTail?: readonly string[];
  /** Services that waited for this one. */
  readonly waiting?: readonly string[];
}

type FactDetails = ErrorDetails & { readonly facts?: FailureFacts };

/** A service that could not be created or started, or that ended while it was waited for. */
export class StartError extends SeaworthyError {
  declare readonly facts?: FailureFacts;

  constructor(code: Codes['StartError'][number], message: string, details: FactDetails = {}) {
    super('StartError', code, message, details);
    if (details.facts !== undefined) hide(this, 'facts', details.facts);
  }
}

/** A service that became unhealthy by its own healthcheck, or has none where health is waited for. */
export class HealthError extends SeaworthyError {
  declare readonly facts?: FailureFacts;

  constructor(code: Codes['HealthError'][number], message: string, details: FactDetails = {}) {
    super('HealthError', code, message, details);
    if (details.facts !== undefined) hide(this, 'facts', details.facts);
  }
}

/** A wait that ran out of time; the message says what it was waiting for and the last thing seen. */
export class TimeoutError extends SeaworthyError {
  declare readonly facts?: FailureFacts;

  constructor(message: string, details: FactDetails = {}) {
    super('TimeoutError', 'TIMEOUT', message, details);
    if (details.facts !== undefined) hide(this, 'facts', details.facts);
  }
}

/** A host port that is taken, or a container port that is not published. */
export class PortError extends SeaworthyError {
  constructor(code: Codes['PortError'][number], message: string, details?: ErrorDetails) {
    super('PortError', code, message, details);
  }
}

/** A command in a container that could not be run, or that failed where failure was asked to throw. */
export class ExecError extends SeaworthyError {
  declare readonly exitCode?: number;

  constructor(code: Codes['ExecError'][number], message: string, details: ErrorDetails & { readonly exitCode?: number } = {}) {
    super('ExecError', code, message, details);
    if (details.exitCode !== undefined) hide(this, 'exitCode', details.exitCode);
  }
}

/** Something that should have been removed is still there; everything else was removed. */
export class CleanupError extends SeaworthyError {
  declare readonly errors: readonly unknown[];

  constructor(message: string, errors: readonly unknown[]) {
    super('CleanupError', 'CLEANUP_INCOMPLETE', message, { cause: errors[0] });
    hide(this, 'errors', errors);
  }
}

/** A stack that a test asks its runner for and that is not there, or that is not the test's to take down. */
export class FixtureError extends SeaworthyError {
  constructor(code: Codes['FixtureError'][number], message: string) {
    super('FixtureError', code, message);
  }
}

/** A matcher that was given what it cannot use, or that cannot be answered about the service it was given. */
export class MatcherError extends SeaworthyError {
  constructor(code: Codes['MatcherError'][number], message: string, details?: ErrorDetails) {
    super('MatcherError', code, message, details);
  }
}

/** A fault that cannot be made here, or that could not be undone. */
export class FaultError extends SeaworthyError {
  constructor(code: Codes['FaultError'][number], message: string, details?: ErrorDetails) {
    super('FaultError', code, message, details);
  }
}
