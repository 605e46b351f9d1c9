import type { Buffer } from 'node:buffer';
import { createInflateRaw, type InflateRaw } from 'node:zlib';

/** What a piece of compressed bytes gave. */
export interface Piece {
  readonly chunks: readonly Buffer[];
  /** Compressed bytes used; fewer than given only when the member's data ends. */
  readonly consumed: number;
}

/** The deflated data of one member, a piece at a time. */
export class MemberInflater {
  ended = false;
  failure: 'corrupt' | 'bomb' | undefined;
  private readonly zlib: InflateRaw = createInflateRaw();
  private chunks: Buffer[] = [];
  private size = 0;
  private isBomb: (size: number) => boolean = () => false;
  private settle: () => void = () => undefined;

  constructor() {
    this.zlib.on('data', (chunk: Buffer) => {
      if (this.failure !== undefined) return;
      this.size += chunk.length;
      if (this.isBomb(this.size)) {
        this.failure = 'bomb';
        this.zlib.destroy();
        return;
      }
      this.chunks.push(chunk);
    });
    // The fault is a value that `inflate` returns: whatever zlib says of raw data is that it is damaged.
    this.zlib.on('error', () => {
      this.failure ??= 'corrupt';
      this.settle();
    });
    this.zlib.on('end', () => {
      this.ended = true;
      this.settle();
    });
    this.zlib.on('close', () => this.settle());
  }

  /** Inflates a piece; `isBomb` is asked with the bytes that have come of it. */
  async inflate(piece: Buffer, isBomb: (size: number) => boolean): Promise<Piece> {
    const before = this.zlib.bytesWritten;
    this.chunks = [];
    this.size = 0;
    this.isBomb = isBomb;
    await new Promise<void>((resolve) => {
      this.settle = resolve;
      this.zlib.write(piece, () => resolve());
    });
    return { chunks: this.chunks, consumed: this.zlib.bytesWritten - before };
  }

  close(): void {
    this.zlib.destroy();
  }
}
