import type { FormatFault } from './fault';

/** Where a row stands in its object; offset and length count bytes of the inflated object. */
export interface Position {
  /** From 1, in the order of the object, refused rows included. */
  readonly ordinal: number;
  readonly offset: number;
  /** Without the line end. */
  readonly length: number;
  /** Physical line on which the row begins, from 1. */
  readonly line: number;
}

/** Where reading may begin: at an object's first byte, or where an earlier reader's row left off (`row.next`). */
export interface ReaderStart {
  readonly offset: number;
  /** Ordinal of the row that is read first. */
  readonly ordinal: number;
  /** Physical line of `offset`. */
  readonly line: number;
  /** CSV: the columns; without it the first row that is not blank names them. */
  readonly header?: readonly string[];
}

interface DeliveredRow {
  readonly position: Position;
  /** The row's bytes as delivered; of a row over `maxRowBytes`, and of a lost rest, that many of them. */
  readonly raw: Uint8Array;
  /** A reader that starts here over the bytes from `next.offset` on delivers exactly the rows that follow. */
  readonly next: ReaderStart;
}

export interface AcceptedRow extends DeliveredRow {
  readonly kind: 'row';
  /** CSV: an object without prototype, column → string. JSON: the value. */
  readonly value: unknown;
}

export interface RefusedRow extends DeliveredRow {
  readonly kind: 'refused';
  readonly faults: readonly FormatFault[];
}

export type Row = AcceptedRow | RefusedRow;

/** The bytes a row was cut from; `raw` is cut only when somebody asks: most rows are stored and never looked at. */
class RowBytes {
  constructor(
    readonly position: Position,
    private readonly bytes: Uint8Array,
    private readonly from: number,
    private readonly nextOffset: number,
    private readonly nextLine: number,
    private readonly header: readonly string[] | undefined,
  ) {}

  get raw(): Uint8Array {
    return this.bytes.subarray(this.from, this.from + this.position.length);
  }

  get next(): ReaderStart {
    const start = { offset: this.nextOffset, ordinal: this.position.ordinal + 1, line: this.nextLine };
    return this.header === undefined ? start : { ...start, header: this.header };
  }
}

class Accepted extends RowBytes implements AcceptedRow {
  readonly kind = 'row';
  constructor(
    readonly value: unknown,
    position: Position,
    bytes: Uint8Array,
    from: number,
    nextOffset: number,
    nextLine: number,
    header: readonly string[] | undefined,
  ) {
    super(position, bytes, from, nextOffset, nextLine, header);
  }
}

class Refused extends RowBytes implements RefusedRow {
  readonly kind = 'refused';
  constructor(
    readonly faults: readonly FormatFault[],
    position: Position,
    bytes: Uint8Array,
    from: number,
    nextOffset: number,
    nextLine: number,
    header: readonly string[] | undefined,
  ) {
    super(position, bytes, from, nextOffset, nextLine, header);
  }
}

/** Gives rows their ordinals and hands them on; `bytes[0]` of every call is byte `base` of the object. */
export class RowOutlet {
  /** Rows handed on so far. */
  rows = 0;
  header: readonly string[] | undefined;

  constructor(
    private readonly firstOrdinal: number,
    private readonly sink: (row: Row) => void,
  ) {}

  accept(
    value: unknown,
    bytes: Uint8Array,
    base: number,
    from: number,
    end: number,
    line: number,
    next: number,
    nextLine: number,
  ): void {
    const position = { ordinal: this.firstOrdinal + this.rows, offset: base + from, length: end - from, line };
    this.rows += 1;
    this.sink(new Accepted(value, position, bytes, from, base + next, nextLine, this.header));
  }

  refuse(
    faults: readonly FormatFault[],
    bytes: Uint8Array,
    base: number,
    from: number,
    end: number,
    line: number,
    next: number,
    nextLine: number,
  ): void {
    const position = { ordinal: this.firstOrdinal + this.rows, offset: base + from, length: end - from, line };
    this.rows += 1;
    this.sink(new Refused(faults, position, bytes, from, base + next, nextLine, this.header));
  }
}
