const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;
const OPEN_ARRAY = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

const isLineEnd = (text: string, at: number): boolean => text.charCodeAt(at) === LF || text.charCodeAt(at) === CR;

/**
 * How far an element was followed.
 * `end`: to the comma or the closing bracket behind it, at `at`; a lone object to its own closing brace. `more`: to the end
 * of the text. Otherwise its end cannot be known, for the reason given, which shows at `at`.
 */
export type Extent = 'end' | 'more' | LossReason;
export type LossReason = 'mismatch' | 'lineEnd' | 'depth';

/** Follows the brackets and strings of one element of an array to where it ends. Goes on over texts that follow each other. */
export class ElementExtent {
  /** Where the last scan stopped. */
  at = 0;
  private readonly open: Uint8Array;
  private alone = false;
  private depth = 0;
  private inString = false;
  private escaped = false;

  constructor(maxTrackedDepth: number) {
    this.open = new Uint8Array(maxTrackedDepth);
  }

  /** An element of an array begins, or, `alone`, the one object of a file. */
  begin(alone: boolean): void {
    this.alone = alone;
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
  }

  /** No bracket and no string is open. */
  get isClosed(): boolean {
    return this.depth === 0 && !this.inString;
  }

  /** Follows the element through the text from `from` on. */
  scan(text: string, from: number): Extent {
    const { length } = text;
    for (let at = from; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.inString) {
        at = this.stringEnd(text, at);
        if (at < length && this.inString) return this.stop(at, 'lineEnd');
      } else if (code === QUOTE) {
        this.inString = true;
      } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
        if (this.depth === this.open.length) return this.stop(at, 'depth');
        this.open[this.depth] = code;
        this.depth += 1;
      } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
        if (this.depth === 0) return this.stop(at, code === CLOSE_ARRAY ? 'end' : 'mismatch');
        // In ASCII a closing bracket comes two after its opening one.
        if (this.open[this.depth - 1] !== code - 2) return this.stop(at, 'mismatch');
        this.depth -= 1;
        if (this.depth === 0 && this.alone) return this.stop(at, 'end');
      } else if (code === COMMA && this.depth === 0) {
        return this.stop(at, 'end');
      }
    }
    return this.stop(length, 'more');
  }

  /** Index of the closing quote, or of a line end that no string holds; the text's length where neither is there. */
  private stringEnd(text: string, from: number): number {
    const { length } = text;
    let at = this.escaped && !isLineEnd(text, from) ? from + 1 : from;
    this.escaped = false;
    for (; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.inString = false;
        return at;
      }
      if (code === LF || code === CR) return at;
      if (code === BACKSLASH) {
        this.escaped = at + 1 >= length;
        if (!this.escaped && !isLineEnd(text, at + 1)) at += 1;
      }
    }
    return length;
  }

  private stop(at: number, extent: Extent): Extent {
    this.at = at;
    return extent;
  }
}
