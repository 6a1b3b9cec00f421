import { BackendError } from '../../errors.ts';
import { describeDeed } from './translate-error.ts';
import type { Deed } from './translate-error.ts';

type Destroyable = NodeJS.ReadableStream & { readonly destroyed?: boolean; destroy?(): void };

/**
 * A stream on its way to the engine. It is watched from the moment it is handed over, so that a file that cannot be
 * read is neither taken for a failure of the engine nor, when it fails before the request is sent, for nobody's.
 */
export class Upload {
  readonly source: NodeJS.ReadableStream;
  #failure: { readonly error: unknown } | undefined;
  /** We have destroyed it ourselves, which is no failure of it. */
  #ended = false;

  constructor(source: NodeJS.ReadableStream) {
    this.source = source;
    source.once('error', (error: unknown) => {
      this.#failure = { error };
    });
  }

  /** The error for a source that cannot be read, when it cannot. */
  failure(deed: Deed): BackendError | undefined {
    const gone = !this.#ended && (this.source as Destroyable).destroyed === true && !this.source.readable ? { error: new Error('the stream was destroyed') } : undefined;
    const failure = this.#failure ?? gone;
    if (failure === undefined) return undefined;
    const seen = failure.error instanceof Error ? failure.error.message : String(failure.error);
    return new BackendError('BACKEND_REQUEST', `Could not ${describeDeed(deed)}: what was to be sent could not be read, ${seen}. Check the files it is made of.`, { cause: failure.error });
  }

  /** Stops reading: an engine that refuses an upload does so before it has read it, and nobody reads on. */
  end(): void {
    this.#ended = true;
    (this.source as Destroyable).destroy?.();
  }
}
