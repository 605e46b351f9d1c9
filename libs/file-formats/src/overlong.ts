import { Buffer } from 'node:buffer';
import type { FormatFault } from './fault';
import type { RowOutlet } from './row';

/** A refused row that is too long to keep: its first bytes are kept, the others only counted, until its end is found. */
export class Overlong {
  private readonly prefix: Buffer[] = [];
  private kept = 0;
  /** Bytes so far. */
  length = 0;

  /** The row begins at byte `offset` of the object, on `line`; at most `maxKept` of its bytes are kept. */
  constructor(
    readonly offset: number,
    readonly line: number,
    /** Why it is refused, as far as that is known by now. */
    public faults: readonly FormatFault[],
    private readonly maxKept: number,
  ) {}

  add(bytes: Buffer): void {
    this.length += bytes.length;
    if (this.kept >= this.maxKept) return;
    const piece = Buffer.from(bytes.subarray(0, this.maxKept - this.kept));
    this.prefix.push(piece);
    this.kept += piece.length;
  }

  /** Refuses the row; the next one begins at byte `next` of the object, on `nextLine`. */
  refuse(outlet: RowOutlet, next: number, nextLine: number): void {
    const { offset, length, line } = this;
    outlet.refuse(this.faults, Buffer.concat(this.prefix), offset, 0, length, line, next - offset, nextLine);
  }
}
