import { Buffer } from 'node:buffer';
import { csvFault, type CsvRefusal, widthFault } from './csv-fault';
import { headerFaultOf, unreadableHeader } from './csv-header';
import { PlainRows } from './csv-plain-row';
import { type RecordShape, recordShape } from './csv-record';
import { laterLinesStand } from './csv-recovery';
import { CsvTokenizer, type Verdict } from './csv-tokenizer';
import type { FormatFault } from './fault';
import type { ReaderLimits } from './limits';
import { LineCounter, LineEnds } from './lines';
import type { Machine } from './machine';
import { Overlong } from './overlong';
import type { ReaderStart, RowOutlet } from './row';
import { invalidUtf8 } from './row-fault';
import { Utf8 } from './utf8';
import type { View } from './view';

/** One ASCII character that is no quote and no line end. */
const delimiters = /^[\t -!#-~]$/;

/**
 * CSV: RFC 4180 with any line end and any ASCII delimiter; the first row that is not blank names the columns.
 *
 * A row that is proven bad costs the physical line on which it began, and reading goes on at the next physical line.
 */
export class CsvMachine implements Machine {
  line: number;
  fault: FormatFault | undefined;
  private readonly lines = new LineEnds();
  private readonly utf8 = new Utf8();
  private readonly tokenizer: CsvTokenizer;
  private shape: RecordShape | undefined;
  private plain: PlainRows | undefined;
  private view: View = { bytes: Buffer.alloc(0), text: '', base: 0, final: false };
  /** A physical line over the limit whose end is being looked for. */
  private overlong: Overlong | undefined;
  /** After a fault of the file: its remaining lines are only counted. */
  private rest: LineCounter | undefined;

  /** Throws on a delimiter that cuts no CSV, and on a start inside the object without its header. */
  constructor(
    private readonly outlet: RowOutlet,
    private readonly limits: ReaderLimits,
    start: ReaderStart,
    private readonly delimiter: string,
    private readonly boundariesOnly: boolean,
  ) {
    if (!delimiters.test(delimiter)) {
      const found = JSON.stringify(delimiter);
      throw new RangeError(`A CSV delimiter is one ASCII character, no quote and no line end, not ${found}.`);
    }
    if (start.offset > 0 && start.header === undefined) {
      throw new RangeError(`Reading CSV from byte ${start.offset} needs the header: pass all of the row's 'next'.`);
    }
    this.line = start.line;
    this.tokenizer = new CsvTokenizer(delimiter, this.lines, this.utf8, limits.maxRowBytes);
    this.tokenizer.kept = limits.maxColumns + 1;
    if (start.header !== undefined) this.useHeader(start.header);
  }

  read(view: View): number {
    const { lines } = this;
    const { length } = view.text;
    this.view = view;
    lines.reset(view.text, view.final);
    this.utf8.reset(view.bytes);
    this.tokenizer.reset(view);
    this.plain?.reset(view);
    let at = this.overlong === undefined ? 0 : this.passOverlong(this.overlong, 0);
    while (at < length && this.rest === undefined && this.overlong === undefined) {
      const end = lines.at(at);
      const next = end === at ? this.pass(end) : this.row(at, end);
      if (next < 0) break;
      at = next;
    }
    if (this.rest === undefined) return at;
    this.rest.reset(view.text);
    this.rest.pass(at, length);
    this.line = this.rest.line;
    return length;
  }

  /** Passes the line end at `end`; -1 where only the next byte tells how long it is. */
  private pass(end: number): number {
    const after = this.lines.after(end);
    if (after > end) this.line += 1;
    return after;
  }

  /** Reads the row that begins at `at`, on the physical line that ends at `end`; -1 where only further bytes tell. */
  private row(at: number, end: number): number {
    const { view, tokenizer, shape } = this;
    const lineIsWhole = end < view.text.length || view.final;
    if (!lineIsWhole && view.text.length - at < this.limits.maxRowBytes + 2) return -1;
    const afterPlain = lineIsWhole ? this.plainRow(at, end) : at;
    if (afterPlain !== at) return afterPlain;
    const verdict = tokenizer.scan(at);
    if (verdict === 'more') return -1;
    if (shape === undefined) return this.headerRow(verdict, at, end);
    if (verdict !== 'row') return this.refuseLine(this.faultOf(verdict, at, end), at, end);
    const { count, end: rowEnd } = tokenizer;
    const next = this.lines.after(rowEnd);
    if (next < 0) return -1;
    if (count !== tokenizer.width) {
      const fault = widthFault(count, tokenizer.width, this.limits.maxColumns);
      if (rowEnd > end && laterLinesStand(tokenizer, this.lines, end, rowEnd)) return this.refuseLine(fault, at, end);
      return this.refuse(fault, at, rowEnd, next);
    }
    if (!this.utf8.isAscii(at, rowEnd) && !this.utf8.isValid(at, rowEnd)) {
      return this.refuse(invalidUtf8(view.bytes.subarray(at, rowEnd)), at, rowEnd, next);
    }
    const { line } = this;
    this.passLines(end, rowEnd, next);
    const value = this.boundariesOnly ? undefined : shape.build(tokenizer.fields);
    this.outlet.accept(value, view.bytes, view.base, at, rowEnd, line, next, this.line);
    return next;
  }

  /** Delivers the line from `at` to `end` if it is a plain row; returns where reading goes on, `at` if it is none. */
  private plainRow(at: number, end: number): number {
    const { view, plain, line } = this;
    if (this.shape === undefined || end - at > this.limits.maxRowBytes) return at;
    const next = this.lines.after(end);
    if (next < 0) return -1;
    const value = plain?.read(at, end);
    // A line without a quote is a row, whatever it holds: where only boundaries are asked for, that is enough.
    const isBoundary = this.boundariesOnly && this.tokenizer.quote.at(at) >= end;
    if (value === undefined && !isBoundary) return at;
    if (next > end) this.line += 1;
    this.outlet.accept(value, view.bytes, view.base, at, end, line, next, this.line);
    return next;
  }

  /** Counts the line ends of a row whose first line ends at `end`. */
  private passLines(end: number, rowEnd: number, next: number): void {
    for (let inner = end; inner < rowEnd; inner = this.lines.at(this.lines.after(inner))) this.line += 1;
    if (next > rowEnd) this.line += 1;
  }

  private refuse(fault: FormatFault, at: number, rowEnd: number, next: number): number {
    const { view, line } = this;
    this.passLines(this.lines.at(at), rowEnd, next);
    this.outlet.refuse([fault], view.bytes, view.base, at, rowEnd, line, next, this.line);
    return next;
  }

  /** Refuses the physical line from `at` to `end` only; -1 where only the next byte tells how long its line end is. */
  private refuseLine(fault: FormatFault, at: number, end: number): number {
    const { view, line } = this;
    const { maxRowBytes } = this.limits;
    if (end - at > maxRowBytes) {
      this.overlong = new Overlong(view.base + at, line, [fault], maxRowBytes);
      return this.passOverlong(this.overlong, at);
    }
    const next = this.pass(end);
    if (next < 0) return -1;
    this.outlet.refuse([fault], view.bytes, view.base, at, end, line, next, this.line);
    return next;
  }

  /** Takes the view's bytes from `from` to the end of the overlong line; returns where reading goes on. */
  private passOverlong(overlong: Overlong, from: number): number {
    const { view } = this;
    const end = this.lines.at(from);
    overlong.add(view.bytes.subarray(from, end));
    if (end === view.text.length && !view.final) return end;
    const next = this.pass(end);
    if (next < 0) return end;
    overlong.refuse(this.outlet, view.base + next, this.line);
    this.overlong = undefined;
    return next;
  }

  private faultOf(verdict: CsvRefusal['verdict'], at: number, end: number): FormatFault {
    const { tokenizer, view } = this;
    const { maxRowBytes } = this.limits;
    const atField = verdict === 'unclosed' || verdict === 'long';
    return csvFault({
      verdict,
      column: this.outlet.header?.[verdict === 'quote' ? tokenizer.count - 1 : tokenizer.count] ?? '',
      byte: (atField ? tokenizer.fieldStart : tokenizer.end) - at + 1,
      follows: view.text.charAt(tokenizer.end + 1),
      overlong: end - at > maxRowBytes,
      maxRowBytes,
    });
  }

  /** Takes the row's fields as the columns' names, or gives the file up. */
  private headerRow(verdict: Exclude<Verdict, 'more'>, at: number, end: number): number {
    const { tokenizer, view } = this;
    const bytes = view.bytes.subarray(at, tokenizer.end);
    if (verdict !== 'row') return this.giveUp(unreadableHeader(this.faultOf(verdict, at, end)), at);
    const next = this.lines.after(tokenizer.end);
    if (next < 0) return -1;
    if (!this.utf8.isValid(at, tokenizer.end)) return this.giveUp(unreadableHeader(invalidUtf8(bytes)), at);
    const names = tokenizer.fields.slice(0, tokenizer.count);
    const fault = headerFaultOf(names, tokenizer.count, this.limits.maxColumns);
    if (fault !== undefined) return this.giveUp(fault, at);
    this.passLines(end, tokenizer.end, next);
    this.useHeader(names);
    return next;
  }

  private giveUp(fault: FormatFault, at: number): number {
    this.fault = fault;
    this.rest = new LineCounter(this.line);
    return at;
  }

  private useHeader(names: readonly string[]): void {
    this.outlet.header = names;
    this.tokenizer.width = names.length;
    this.tokenizer.kept = this.boundariesOnly ? 0 : names.length;
    this.shape = recordShape(names);
    if (this.boundariesOnly) return;
    this.plain = new PlainRows(names, this.delimiter, this.tokenizer.quote, this.utf8);
    this.plain.reset(this.view);
  }
}
