import type { View } from './view';

/** Digits that a double keeps, whatever they are (IEEE 754 binary64). */
const exactDigits = 15;
const shortestRun = exactDigits + 1;
/** Of a run of 16 bytes around a given one, 8 are on one side of it. */
const oneSide = shortestRun / 2;

const isRunByte = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 48 && byte <= 57) || byte === 46);

/**
 * Finds where a view shows what may be a number with an exponent or with more than 15 digits, in strings or not.
 *
 * A run of 16 bytes holds every sixteenth byte of the view once, so only those are looked at, and around them only where
 * they can be part of such a run. Both searches together pass over text ten times as fast as `JSON.parse` does.
 */
export class NumberScreen {
  private view: View | undefined;
  private readonly exponent = /[0-9][eE][-+0-9]/g;
  private exponentFrom = 0;
  private nextExponent = -1;
  private runFrom = 0;
  private nextRun = -1;

  reset(view: View): void {
    this.view = view;
    this.nextExponent = -1;
    this.nextRun = -1;
  }

  /** Whether the bytes from `from` to `end` may show such a number. */
  suspects(from: number, end: number): boolean {
    if (this.view === undefined) return false;
    if (from < this.exponentFrom || from > this.nextExponent) {
      this.exponentFrom = from;
      this.nextExponent = this.findExponent(this.view.text, from);
    }
    if (from < this.runFrom || from > this.nextRun) {
      this.runFrom = from;
      this.nextRun = findLongRun(this.view.bytes, from);
    }
    return this.nextExponent < end || this.nextRun < end;
  }

  private findExponent(text: string, from: number): number {
    this.exponent.lastIndex = from;
    return this.exponent.exec(text)?.index ?? text.length;
  }
}

/** Index of a byte of the first run of 16 or more digits and points that begins at `from` or later. */
function findLongRun(bytes: Uint8Array, from: number): number {
  const { length } = bytes;
  for (let at = from + shortestRun - 1; at < length; at += shortestRun) {
    if (!isRunByte(bytes[at])) continue;
    const isLeft = at >= oneSide && isRunByte(bytes[at - oneSide]);
    const isRight = at + oneSide < length && isRunByte(bytes[at + oneSide]);
    if (!isLeft && !isRight) continue;
    let start = at;
    let end = at + 1;
    while (start > 0 && at - start < shortestRun && isRunByte(bytes[start - 1])) start -= 1;
    while (end < length && end - start < shortestRun && isRunByte(bytes[end])) end += 1;
    if (end - start >= shortestRun) return start;
  }
  return length;
}
