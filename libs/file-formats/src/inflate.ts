import type { Buffer } from 'node:buffer';
import { ByteSource } from './byte-source';
import { crc32 } from './crc32';
import { type FormatFault, formatFault } from './fault';
import { headerLength, trailerBytes } from './gzip-frame';
import { defaultLimits, type InflateLimits } from './limits';
import { MemberInflater } from './member-inflater';

export interface Inflated {
  /** The inflated bytes, up to the fault if there is one. Rejects only as the source does. Read once. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Why the file is refused, once `chunks` is exhausted. */
  readonly fault: () => FormatFault | undefined;
}

/**
 * Compressed bytes handed to zlib at once. Always this many, however the source is chunked, so that faults fall on the same
 * byte; deflate makes at most 1,032 bytes of one, so that at most 16 MiB are in flight.
 */
const pieceBytes = 16_384;

/**
 * Inflates gzip (RFC 1952): all members of it, zeros behind the last. Rows before a fault stand, so the frame is read here:
 * zlib's own gunzip withholds the last bytes of a member whose checksum is wrong, and they hold good rows.
 */
export function inflate(source: AsyncIterable<Uint8Array>, limits: Partial<InflateLimits> = {}): Inflated {
  const inflation = new Inflation(new ByteSource(source), { ...defaultLimits, ...limits });
  return { chunks: inflation.chunks(), fault: () => inflation.fault };
}

class Inflation {
  fault: FormatFault | undefined;
  /** Bytes inflated so far, all members together. */
  private inflated = 0;

  constructor(
    private readonly source: ByteSource,
    private readonly limits: InflateLimits,
  ) {}

  async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      do yield* this.member();
      while (this.fault === undefined && (await this.anotherMember()));
    } finally {
      await this.source.close();
    }
  }

  /** Whether another member follows; zeros to the end are padding. */
  private async anotherMember(): Promise<boolean> {
    for (;;) {
      const next = await this.source.peek(pieceBytes);
      if (next.length === 0) return false;
      const data = next.findIndex((byte) => byte !== 0);
      if (data === 0) return true;
      if (data > 0) {
        this.corrupt('Something follows the padding behind the gzip data');
        return false;
      }
      this.source.take(next.length);
    }
  }

  private async *member(): AsyncGenerator<Buffer, void, undefined> {
    const header = await headerLength(this.source);
    if (header === 'truncated') return this.truncated();
    if (header === 'corrupt') return this.corrupt('Here gzip data should begin, and does not');
    this.source.take(header);
    const inflater = new MemberInflater();
    let crc = 0;
    let length = 0;
    try {
      while (!inflater.ended) {
        const piece = await this.source.peek(pieceBytes);
        if (piece.length === 0) return this.truncated();
        const { chunks, consumed } = await inflater.inflate(piece, (size) => this.isBomb(size, piece.length));
        for (const chunk of chunks) {
          crc = crc32(chunk, crc);
          length += chunk.length;
          this.inflated += chunk.length;
          yield chunk;
        }
        if (inflater.failure === 'bomb') return this.bomb();
        if (inflater.failure === 'corrupt') return this.corrupt('The deflated data is damaged');
        this.source.take(consumed);
      }
    } finally {
      inflater.close();
    }
    const trailer = await this.source.peek(trailerBytes);
    if (trailer.length < trailerBytes) return this.truncated();
    if (trailer.readUInt32LE(0) !== crc) return this.corrupt('The checksum (CRC-32) is wrong');
    if (trailer.readUInt32LE(4) !== length % 2 ** 32) return this.corrupt('The size in the trailer is wrong');
    this.source.take(trailerBytes);
  }

  /** Whether `size` further bytes, from a piece of `pieceLength` compressed ones, are more than the file may inflate to. */
  private isBomb(size: number, pieceLength: number): boolean {
    const { maxInflatedBytes, maxInflationRatio, ratioFloorBytes } = this.limits;
    const inflated = this.inflated + size;
    const allowed = maxInflationRatio * (this.source.taken + pieceLength);
    return inflated > maxInflatedBytes || (inflated > ratioFloorBytes && inflated > allowed);
  }

  private truncated(): void {
    this.fault = formatFault(
      'gzip.truncated',
      `The gzip data ends too early, behind byte ${this.source.taken} of the object. Deliver the whole file.`,
    );
  }

  private corrupt(what: string): void {
    this.fault = formatFault(
      'gzip.corrupt',
      `${what} (behind byte ${this.source.taken} of the object). Compress the file again and deliver it.`,
    );
  }

  private bomb(): void {
    const { maxInflatedBytes, maxInflationRatio } = this.limits;
    this.fault = formatFault(
      'gzip.bomb',
      `Behind byte ${this.source.taken} of the object the gzip data inflates to more than ${maxInflationRatio} times its size, ` +
        `or than ${maxInflatedBytes} bytes. Deliver it uncompressed or in smaller files.`,
    );
  }
}
