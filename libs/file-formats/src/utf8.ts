import { isAscii, isUtf8, type Buffer } from 'node:buffer';

/** Where a view's bytes are not ASCII, and whether they are UTF-8 there. */
export class Utf8 {
  private bytes: Buffer | undefined;
  /** The view's bytes in words of four, and the index of the first of them. */
  private words: Int32Array = new Int32Array();
  private aligned = 0;
  private from = 0;
  private next = -1;
  /** Bytes from the view's start that are known to be UTF-8, cut behind an ASCII byte, as rows are. */
  private validTo = 0;

  reset(bytes: Buffer): void {
    this.bytes = bytes;
    this.from = 0;
    this.next = -1;
    if (isAscii(bytes)) {
      this.next = bytes.length;
      this.validTo = bytes.length;
      return;
    }
    this.aligned = -bytes.byteOffset & 3;
    this.words = new Int32Array(
      bytes.buffer,
      bytes.byteOffset + this.aligned,
      Math.max(0, bytes.length - this.aligned) >> 2,
    );
    let end = bytes.length;
    // A character that the end of the view splits says nothing against the rows before it.
    while (end > 0 && (bytes[end - 1] as number) > 127) end -= 1;
    this.validTo = isUtf8(bytes.subarray(0, end)) ? end : 0;
  }

  /** The bytes from `from` to `to` are ASCII. */
  isAscii(from: number, to: number): boolean {
    return this.nextWide(from) >= to;
  }

  /** Index of the first byte that is not ASCII at or after `from`; beyond the view where there is none. */
  nextWide(from: number): number {
    if (from < this.from || from > this.next) {
      if (this.bytes === undefined) return Infinity;
      this.next = this.search(this.bytes, from);
      this.from = from;
    }
    return this.next;
  }

  /** Four bytes a step. */
  private search(bytes: Buffer, from: number): number {
    const { words, aligned } = this;
    const end = bytes.length;
    let at = from;
    while (at < end && ((at - aligned) & 3) !== 0) {
      if ((bytes[at] as number) > 127) return at;
      at += 1;
    }
    let word = (at - aligned) >> 2;
    while (word < words.length && ((words[word] as number) & 0x80808080) === 0) word += 1;
    at = Math.max(at, aligned + 4 * word);
    while (at < end && (bytes[at] as number) < 128) at += 1;
    return at;
  }

  /** The bytes from `from` to `to`, which begin and end between characters if they are UTF-8 at all, are UTF-8. */
  isValid(from: number, to: number): boolean {
    return to <= this.validTo || this.bytes === undefined || isUtf8(this.bytes.subarray(from, to));
  }
}

/** What may follow a first byte (RFC 3629, section 4): how many bytes, and the range of the first of them. */
function sequence(first: number): readonly [length: number, low: number, high: number] | undefined {
  if (first >= 0xc2 && first <= 0xdf) return [1, 0x80, 0xbf];
  if (first === 0xe0) return [2, 0xa0, 0xbf];
  if (first === 0xed) return [2, 0x80, 0x9f];
  if (first >= 0xe1 && first <= 0xef) return [2, 0x80, 0xbf];
  if (first === 0xf0) return [3, 0x90, 0xbf];
  if (first >= 0xf1 && first <= 0xf3) return [3, 0x80, 0xbf];
  if (first === 0xf4) return [3, 0x80, 0x8f];
  return undefined;
}

/** Index of the first byte of the first sequence that is no UTF-8; the length where all are. */
export function firstInvalidByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at] as number;
    if (first < 0x80) {
      at += 1;
      continue;
    }
    const [length, low, high] = sequence(first) ?? [0, 0, 0];
    const second = bytes[at + 1] ?? 0;
    if (length === 0 || second < low || second > high) return at;
    for (let k = 2; k <= length; k += 1) {
      if (((bytes[at + k] ?? 0) & 0xc0) !== 0x80) return at;
    }
    at += 1 + length;
  }
  return at;
}
