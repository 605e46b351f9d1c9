import type { Buffer } from 'node:buffer';
import { Cursor } from './cursor';
import { maxCompiledColumns, recordLiteral } from './csv-record';
import { generated } from './generated-code';
import type { Utf8 } from './utf8';
import type { View } from './view';

const QUOTE = 34;

/** Generated for a header; undefined where the row is not plain. */
type CutRow = (rows: PlainRows, text: string, from: number, end: number) => unknown;

/**
 * Reads plain rows: those that lie on one physical line, have the header's width, and quote whole fields or none. Nearly
 * all rows are, and code that is generated for the header reads them more than twice as fast as the tokenizer. Of any other
 * row it says nothing, and the tokenizer decides, as it does where code generation is forbidden.
 */
export class PlainRows {
  private readonly delimiters: Cursor;
  private readonly delimiterCode: number;
  private readonly cut: CutRow | undefined;
  private view: View | undefined;

  /** For the generated code: the quoted field that was read last, and the first quote and wide byte behind it. */
  field = '';
  quote = 0;
  wide = 0;

  constructor(
    header: readonly string[],
    delimiter: string,
    /** The view's quotes, and where its bytes are not ASCII: what the tokenizer knows of them, too. */
    private readonly quotes: Cursor,
    private readonly utf8: Utf8,
  ) {
    this.delimiters = new Cursor(delimiter);
    this.delimiterCode = delimiter.charCodeAt(0);
    this.cut = compileCut(header, delimiter);
  }

  reset(view: View): void {
    this.view = view;
    this.delimiters.reset(view.text);
  }

  /** The record of the line from `from` to `end`, which holds no line end, if it is a plain row; otherwise undefined. */
  read(from: number, end: number): unknown {
    const { cut, view, utf8 } = this;
    if (cut === undefined || view === undefined) return undefined;
    this.wide = utf8.nextWide(from);
    if (this.wide < end && !utf8.isValid(from, end)) return undefined;
    this.quote = this.quotes.at(from);
    return cut(this, view.text, from, end);
  }

  /** First delimiter at or after `at`: remembered from one row to the next, so that rows without any cost no search. */
  delimiter(at: number): number {
    return this.delimiters.at(at);
  }

  /** Reads the quoted field that begins at `at` into `field`; returns the index behind it, -1 where it is not plain. */
  quoted(at: number, end: number): number {
    const { view, quotes } = this;
    if (view === undefined) return -1;
    const { text } = view;
    let doubled = false;
    let close = quotes.at(at + 1);
    while (close < end && text.charCodeAt(close + 1) === QUOTE) {
      doubled = true;
      close = quotes.at(close + 2);
    }
    if (close >= end) return -1;
    const stop = close + 1;
    if (stop < end && text.charCodeAt(stop) !== this.delimiterCode) return -1;
    const content = close <= this.wide ? text.slice(at + 1, close) : this.decoded(at + 1, close);
    this.field = doubled ? content.replaceAll('""', '"') : content;
    this.quote = quotes.at(stop);
    return stop;
  }

  /** The text of a field with bytes beyond ASCII. */
  decoded(from: number, end: number): string {
    this.wide = this.utf8.nextWide(end);
    return (this.view?.bytes as Buffer).toString('utf8', from, end);
  }
}

function compileCut(header: readonly string[], delimiter: string): CutRow | undefined {
  if (header.length > maxCompiledColumns) return undefined;
  const last = header.length - 1;
  const fields = header.map((_, index) => {
    // The delimiter behind the last field would be one too many; that of the first is known from the row before.
    const stop =
      index === last
        ? `if (rows.delimiter(at) < end) return undefined; stop = end;`
        : `stop = ${index === 0 ? 'rows.delimiter(at)' : `text.indexOf(${JSON.stringify(delimiter)}, at)`}; if (stop < 0 || stop >= end) return undefined;`;
    return `
  if (at === rows.quote) {
    stop = rows.quoted(at, end);
    if (${index === last ? 'stop !== end' : 'stop < 0 || stop >= end'}) return undefined;
    f${index} = rows.field;
  } else {
    ${stop}
    if (stop > rows.quote) return undefined;
    f${index} = stop <= rows.wide ? text.slice(at, stop) : rows.decoded(at, stop);
  }
  at = stop + 1;`;
  });
  const names = header.map((_, index) => `f${index}`);
  const code = `let at = from, stop = 0, ${names.join(', ')};${fields.join('')}
  return ${recordLiteral(header, (index) => `f${index}`)};`;
  return generated(['rows', 'text', 'from', 'end'], code) as CutRow | undefined;
}
