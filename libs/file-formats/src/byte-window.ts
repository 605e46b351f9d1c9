import { Buffer } from 'node:buffer';

/** Small pushes share a buffer of this size, large ones get their own. */
const smallestBuffer = 16_384;

/**
 * The bytes that were pushed and not read yet, contiguous.
 *
 * Bytes are copied in once and never moved or overwritten while anybody may hold a view of them: when a buffer is full a
 * new one is begun with the live bytes. It has room for as many again, so a byte is copied twice on average, however
 * small the pushes.
 */
export class ByteWindow {
  private buffer = Buffer.alloc(0);
  private start = 0;
  private end = 0;

  get length(): number {
    return this.end - this.start;
  }

  append(chunk: Uint8Array): void {
    if (this.end + chunk.length > this.buffer.length) {
      const live = this.bytes();
      this.buffer = Buffer.allocUnsafeSlow(Math.max(smallestBuffer, 2 * live.length + chunk.length));
      this.buffer.set(live, 0);
      this.start = 0;
      this.end = live.length;
    }
    this.buffer.set(chunk, this.end);
    this.end += chunk.length;
  }

  /** A view of the live bytes, valid for as long as anybody holds it. */
  bytes(): Buffer {
    return this.buffer.subarray(this.start, this.end);
  }

  drop(count: number): void {
    this.start += count;
  }
}
