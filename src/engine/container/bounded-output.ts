/** What is left of an output that was too long, and how much is not. */
export interface BoundedText {
  readonly text: string;
  /** In bytes; 0 when it is whole. */
  readonly leftOutBytes: number;
}

/** Whether a byte of UTF-8 goes on with a character that an earlier one began. */
const goesOn = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** How much of these bytes is whole characters, by the byte that comes next. */
const wholeUntil = (bytes: Buffer, next: number | undefined): number => {
  if (!goesOn(next)) return bytes.length;
  let end = bytes.length - 1;
  while (end > 0 && goesOn(bytes[end])) end -= 1;
  return Math.max(end, 0);
};

/** Keeps the beginning and the end of an output, each of at most half the bound, and says between them how much it left out. */
export class BoundedOutput {
  readonly #half: number;
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;
  #totalBytes = 0;
  /** The first byte after the head. */
  #afterHead: number | undefined;

  /** `maxBytes` is rounded up to an even number. */
  constructor(maxBytes: number) {
    this.#half = Math.ceil(maxBytes / 2);
  }

  push(chunk: Uint8Array): void {
    this.#totalBytes += chunk.byteLength;
    const head = chunk.subarray(0, Math.min(chunk.byteLength, this.#half - this.#headBytes));
    if (head.byteLength > 0) {
      // A copy: what it came in is used again.
      this.#head.push(Buffer.from(head));
      this.#headBytes += head.byteLength;
    }
    const rest = chunk.subarray(head.byteLength);
    if (rest.byteLength === 0) return;
    this.#afterHead ??= rest[0];
    this.#tail.push(Buffer.from(rest));
    this.#tailBytes += rest.byteLength;
    // Cut now and then, not at every chunk.
    if (this.#tailBytes > this.#half * 2) this.#cutTail();
  }

  end(): BoundedText {
    this.#cutTail();
    const head = Buffer.concat(this.#head);
    const tail = Buffer.concat(this.#tail);
    if (head.length + tail.length === this.#totalBytes) return { text: Buffer.concat([head, tail]).toString('utf8'), leftOutBytes: 0 };
    // Half a character at the cut would be read as another one.
    const headEnd = wholeUntil(head, this.#afterHead);
    let tailStart = 0;
    while (tailStart < 3 && goesOn(tail[tailStart])) tailStart += 1;
    const leftOutBytes = this.#totalBytes - headEnd - (tail.length - tailStart);
    return { text: `${head.toString('utf8', 0, headEnd)}\n[${String(leftOutBytes)} bytes left out]\n${tail.toString('utf8', tailStart)}`, leftOutBytes };
  }

  #cutTail(): void {
    const tail = Buffer.concat(this.#tail);
    this.#tail = [tail.subarray(Math.max(0, tail.length - this.#half))];
    this.#tailBytes = this.#tail[0]?.length ?? 0;
  }
}
