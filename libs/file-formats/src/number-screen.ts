const DIGIT = 1;
const POINT = 2;
const EXPONENT = 3;
const SIGN = 4;

/** What a byte can be in a number: 0 for nothing. */
const partOf = new Uint8Array(256);
for (let digit = 48; digit < 58; digit += 1) partOf[digit] = DIGIT;
partOf[46] = POINT;
partOf[69] = EXPONENT;
partOf[101] = EXPONENT;
partOf[43] = SIGN;
partOf[45] = SIGN;

/** Digits that a double keeps, whatever they are (IEEE 754 binary64). */
const exactDigits = 15;

/**
 * Finds where a view shows what may be a number with an exponent or with more than 15 digits, in strings or not.
 *
 * The shortest such thing has three characters (`1e5`), so it is enough to look at every third byte, and around it only
 * where that byte can be part of a number: text is passed over at a third of its length.
 */
export class NumberScreen {
  private bytes: Uint8Array = new Uint8Array(0);
  private from = 0;
  private next = -1;

  reset(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.from = 0;
    this.next = -1;
  }

  /** Whether the bytes from `from` to `end` may show such a number. */
  suspects(from: number, end: number): boolean {
    if (from < this.from || from > this.next) {
      this.from = from;
      this.next = this.find(from);
    }
    return this.next < end;
  }

  /** Index of a byte of the first suspect at or after `from`; the length where there is none. */
  private find(from: number): number {
    const { bytes } = this;
    for (let at = from; at < bytes.length; at += 3) {
      const part = partOf[bytes[at] as number];
      if (part !== 0 && (this.inExponent(at, part as number) || this.inLongRun(at, part as number))) return at;
    }
    return bytes.length;
  }

  private partAt(at: number): number {
    return partOf[this.bytes[at] ?? 0] ?? 0;
  }

  /** The byte is the digit, the `e`, or what follows it, of `1e5` or `1e+5`. */
  private inExponent(at: number, part: number): boolean {
    const e = part === EXPONENT ? at : this.partAt(at + 1) === EXPONENT ? at + 1 : at - 1;
    if (this.partAt(e) !== EXPONENT || this.partAt(e - 1) !== DIGIT) return false;
    const after = this.partAt(e + 1);
    return after === DIGIT || after === SIGN;
  }

  private inLongRun(at: number, part: number): boolean {
    if (part !== DIGIT && part !== POINT) return false;
    // A run of 16 is met at least five times: the first meeting sees the most of it ahead.
    let end = at + 1;
    while (end < this.bytes.length && (this.partAt(end) === DIGIT || this.partAt(end) === POINT)) end += 1;
    return end - at + 2 > exactDigits;
  }
}
