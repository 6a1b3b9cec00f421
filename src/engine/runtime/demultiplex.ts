/**
 * The engine's multiplexed stream: frames of an eight-byte header (stream, three zeros, length as big-endian uint32)
 * and a payload. https://docs.docker.com/reference/api/engine/ "Stream format"
 */
import { BackendError } from '../../errors.ts';

interface Frame {
  readonly stream: 'stdout' | 'stderr';
  readonly payload: Buffer;
}

const HEADER = 8;
/** The stream that carries the engine's own errors, where a container's output should be. */
const SYSTEM_ERROR = 3;

const broken = (seen: string): BackendError =>
  new BackendError('BACKEND_REQUEST', `Cannot read the output of a container: ${seen}. Check that nothing between here and the engine changes the stream.`);

/** Puts frames together from chunks that were cut anywhere. */
export class Demultiplexer {
  readonly #header: Buffer = Buffer.alloc(HEADER);
  #headerLength = 0;
  #parts: Buffer[] = [];
  #missing = 0;

  /** The frames that this chunk completes, in order. */
  push(chunk: Buffer): Frame[] {
    const frames: Frame[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.#headerLength < HEADER) {
        const taken = chunk.copy(this.#header, this.#headerLength, at, at + HEADER - this.#headerLength);
        this.#headerLength += taken;
        at += taken;
        if (this.#headerLength < HEADER) break;
        this.#missing = this.#readHeader();
      } else {
        const part = chunk.subarray(at, at + this.#missing);
        this.#parts.push(part);
        this.#missing -= part.length;
        at += part.length;
      }
      if (this.#missing === 0) frames.push(this.#take());
    }
    return frames;
  }

  /** Says that the stream is over; throws when it was over in the middle of a frame. */
  end(): void {
    if (this.#headerLength > 0) throw new BackendError('BACKEND_LOST', 'The engine ended the output of a container in the middle of a frame. Check that the engine is still running.');
  }

  /** Checked before the payload is waited for: a length read from text would be gigabytes. */
  #readHeader(): number {
    const [kind = 0, ...zeros] = this.#header.subarray(0, 4);
    if (kind > SYSTEM_ERROR || zeros.some((byte) => byte !== 0)) throw broken(`a frame begins with ${this.#header.toString('hex')}, which is no frame header`);
    return this.#header.readUInt32BE(4);
  }

  #take(): Frame {
    const kind = this.#header[0];
    const payload = this.#parts.length === 1 && this.#parts[0] !== undefined ? this.#parts[0] : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#headerLength = 0;
    if (kind === SYSTEM_ERROR) throw broken(`the engine says: ${payload.toString('utf8').trim()}`);
    return { stream: kind === 2 ? 'stderr' : 'stdout', payload };
  }
}
