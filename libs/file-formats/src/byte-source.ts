import { Buffer } from 'node:buffer';

/** Chunks of any size, taken in the sizes that the taker asks for: what comes of them is the same for every chunking. */
export class ByteSource {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private held = Buffer.alloc(0);
  private ended = false;
  /** Bytes taken so far. */
  taken = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** The next `count` bytes, fewer only at the end. They are not taken. Rejects as the source does. */
  async peek(count: number): Promise<Buffer> {
    if (this.held.length < count && !this.ended) {
      const pieces: Uint8Array[] = [this.held];
      for (let length = this.held.length; length < count;) {
        const { done, value } = await this.chunks.next();
        if (done === true) {
          this.ended = true;
          break;
        }
        pieces.push(value);
        length += value.length;
      }
      this.held = Buffer.concat(pieces);
    }
    return this.held.subarray(0, count);
  }

  take(count: number): void {
    this.taken += count;
    this.held = this.held.subarray(count);
  }

  /** Nobody will take any more. */
  async close(): Promise<void> {
    if (!this.ended) await this.chunks.return?.();
  }
}
