import { Cursor } from './cursor';
import type { LineEnds } from './lines';
import type { Utf8 } from './utf8';
import type { View } from './view';

const LF = 10;
const CR = 13;
const QUOTE = 34;

/**
 * What the bytes from a row's start say.
 * `row`: it ends legally at `end`. `more`: only further bytes tell. `long`: it passes the limit of a row.
 * `unclosed`: the file ends inside a quoted field. `quote`: something else than a delimiter or a line end follows the
 * closing quote at `end`. `stray`: there is a quote inside an unquoted field at `end`.
 */
export type Verdict = 'row' | 'more' | 'long' | 'unclosed' | 'quote' | 'stray';

/** Cuts one row into fields, by RFC 4180 with any line end. */
export class CsvTokenizer {
  readonly quote = new Cursor('"');
  readonly delimiter: Cursor;
  private readonly delimiterCode: number;
  private view: View | undefined;
  private text = '';
  /** Fields of the row, up to `kept` of them; only the first `count` are of this row. */
  readonly fields: string[] = [];
  /** Fields that the row has. */
  count = 0;
  private doubled = false;
  /** Where the verdict fell. */
  end = 0;
  /** Where the last field begins, with its quote. */
  fieldStart = 0;
  /** Fields of a row as the header has them. */
  width = 0;
  /** Fields that are kept; further ones are counted. */
  kept = 0;

  /** `delimiter` is one ASCII character. */
  constructor(
    delimiter: string,
    private readonly lines: LineEnds,
    private readonly utf8: Utf8,
    private readonly maxRowBytes: number,
  ) {
    this.delimiter = new Cursor(delimiter);
    this.delimiterCode = delimiter.charCodeAt(0);
  }

  reset(view: View): void {
    this.view = view;
    this.text = view.text;
    this.quote.reset(view.text);
    this.delimiter.reset(view.text);
  }

  /**
   * Reads the row that begins at `start`. The verdict is that of the row's first `maxRowBytes + 2` bytes, whatever else
   * is there, and so the same for every chunking.
   */
  scan(start: number): Verdict {
    const { text } = this;
    const bound = start + this.maxRowBytes;
    this.count = 0;
    let at = start;
    for (;;) {
      let end: number;
      this.fieldStart = at;
      if (text.charCodeAt(at) === QUOTE) {
        const close = this.closingQuote(at + 1, bound);
        if (close > bound) return 'long';
        if (close >= text.length) return this.stop(close, this.view?.final === true ? 'unclosed' : 'more');
        this.field(at + 1, close, this.doubled);
        end = close + 1;
        if (end >= text.length) return this.finish(end, bound);
        const code = text.charCodeAt(end);
        if (code !== this.delimiterCode) {
          return code === LF || code === CR ? this.finish(end, bound) : this.stop(close, 'quote');
        }
      } else {
        const delimiter = this.delimiter.at(at);
        const line = this.lines.at(at);
        end = delimiter < line ? delimiter : line;
        const quote = this.quote.at(at);
        if (quote < end) return quote > bound ? 'long' : this.stop(quote, 'stray');
        this.field(at, end, false);
        if (line < delimiter || end >= text.length) return this.finish(end, bound);
      }
      if (end > bound) return 'long';
      at = end + 1;
    }
  }

  /** Index of the quote that closes the field whose content begins at `at`, or one beyond `bound` or the text. */
  private closingQuote(at: number, bound: number): number {
    this.doubled = false;
    for (let quote = this.quote.at(at); ; quote = this.quote.at(quote + 2)) {
      if (quote > bound || this.text.charCodeAt(quote + 1) !== QUOTE) return quote;
      this.doubled = true;
    }
  }

  private stop(end: number, verdict: Verdict): Verdict {
    this.end = end;
    return verdict;
  }

  /** The row ends at `end`, if that is certain and within the limit. */
  private finish(end: number, bound: number): Verdict {
    if (end > bound) return 'long';
    return this.stop(end, end >= this.text.length && this.view?.final !== true ? 'more' : 'row');
  }

  private field(from: number, end: number, doubled: boolean): void {
    if (this.count < this.kept) {
      const text = this.decode(from, end);
      this.fields[this.count] = doubled ? text.replaceAll('""', '"') : text;
    }
    this.count += 1;
  }

  /** The text of the bytes from `from` to `end`. */
  decode(from: number, end: number): string {
    if (this.utf8.isAscii(from, end) || this.view === undefined) return this.text.slice(from, end);
    return this.view.bytes.toString('utf8', from, end);
  }
}
