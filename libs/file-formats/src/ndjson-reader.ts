import { Cursor } from './cursor';
import { JsonRow, Refusal } from './json-row';
import type { ReaderLimits } from './limits';
import type { Machine } from './machine';
import { Overlong } from './overlong';
import { rowTooLong } from './row-fault';
import type { ReaderStart, RowOutlet } from './row';
import type { View } from './view';

const CR = 13;
const BRACE = 123;
const blank = /^[ \t\r]*$/;

/** NDJSON: a line is a row, ended by LF or CRLF; lines of white space are none. `JSON.parse` decides. */
export class NdjsonMachine implements Machine {
  line: number;
  readonly fault = undefined;
  private readonly lf = new Cursor('\n');
  private readonly json: JsonRow;
  /** A line over the limit whose end is being looked for. */
  private overlong: Overlong | undefined;

  constructor(
    private readonly outlet: RowOutlet,
    private readonly limits: ReaderLimits,
    start: ReaderStart,
    number: ((literal: string) => unknown) | undefined,
    private readonly boundariesOnly: boolean,
  ) {
    this.line = start.line;
    this.json = new JsonRow(limits, number);
  }

  read(view: View): number {
    const { text, bytes, base, final } = view;
    const { outlet, json, lf } = this;
    const { length } = text;
    const { maxRowBytes } = this.limits;
    lf.reset(text);
    if (!this.boundariesOnly) json.reset(view);
    let at = this.overlong === undefined ? 0 : this.passOverlong(this.overlong, view, 0);
    while (at < length && this.overlong === undefined) {
      const lineEnd = lf.at(at);
      const ended = lineEnd < length || final;
      const end = ended && text.charCodeAt(lineEnd - 1) === CR && lineEnd > at ? lineEnd - 1 : lineEnd;
      if (end - at > maxRowBytes && (ended || length - at > maxRowBytes + 1)) {
        this.overlong = new Overlong(base + at, this.line, [rowTooLong(maxRowBytes)], maxRowBytes);
        at = this.passOverlong(this.overlong, view, at);
        continue;
      }
      if (!ended) break;
      const next = lineEnd < length ? lineEnd + 1 : length;
      const { line } = this;
      if (lineEnd < length) this.line += 1;
      if (text.charCodeAt(at) === BRACE || !blank.test(text.slice(at, end))) {
        const value = this.boundariesOnly ? undefined : json.read(at, end);
        if (value instanceof Refusal) outlet.refuse(value.faults, bytes, base, at, end, line, next, this.line);
        else outlet.accept(value, bytes, base, at, end, line, next, this.line);
      }
      at = next;
    }
    return at;
  }

  /** Takes the view's bytes from `from` to the end of the overlong line; returns where reading goes on. */
  private passOverlong(overlong: Overlong, view: View, from: number): number {
    const { text, bytes, base, final } = view;
    const lineEnd = this.lf.at(from);
    const end = lineEnd > from && text.charCodeAt(lineEnd - 1) === CR ? lineEnd - 1 : lineEnd;
    overlong.add(bytes.subarray(from, end));
    // A CR at the end of what is there may belong to the line end: it is left unread.
    if (lineEnd === text.length && !final) return end;
    if (lineEnd < text.length) this.line += 1;
    const next = Math.min(lineEnd + 1, text.length);
    overlong.refuse(this.outlet, base + next, this.line);
    this.overlong = undefined;
    return next;
  }
}
