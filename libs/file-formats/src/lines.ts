import { Cursor } from './cursor';

const LF = 10;
const CR = 13;

/** The line ends of a text: LF, CRLF and lone CR, mixed as they come. */
export class LineEnds {
  private text = '';
  private final = false;
  private readonly lf = new Cursor('\n');
  private readonly cr = new Cursor('\r');

  /** `final`: no byte follows the text, so that a CR at its end is a line end by itself. */
  reset(text: string, final: boolean): void {
    this.text = text;
    this.final = final;
    this.lf.reset(text);
    this.cr.reset(text);
  }

  /** Index of the first line end at or after `at`; the text's length where there is none. */
  at(at: number): number {
    const lf = this.lf.at(at);
    const cr = this.cr.at(at);
    return lf < cr ? lf : cr;
  }

  /** Index behind the line end at `end`; -1 where only the next byte tells (a CR at the end of what is there). */
  after(end: number): number {
    if (end >= this.text.length) return this.text.length;
    if (this.text.charCodeAt(end) === LF) return end + 1;
    if (end + 1 === this.text.length) return this.final ? end + 1 : -1;
    return this.text.charCodeAt(end + 1) === LF ? end + 2 : end + 1;
  }
}

/** Counts line ends over texts that follow each other, a CRLF between two of them included. */
export class LineCounter {
  private text = '';
  private readonly lf = new Cursor('\n');
  private readonly cr = new Cursor('\r');
  private crBefore = false;

  constructor(public line: number) {}

  reset(text: string): void {
    this.text = text;
    this.lf.reset(text);
    this.cr.reset(text);
  }

  /** Passes the text from `from` to `to`. */
  pass(from: number, to: number): void {
    if (from >= to) return;
    if (this.crBefore && this.text.charCodeAt(from) === LF) this.line -= 1;
    for (let at = this.lf.at(from); at < to; at = this.lf.at(at + 1)) this.line += 1;
    for (let at = this.cr.at(from); at < to; at = this.cr.at(at + 1)) {
      if (at + 1 >= to || this.text.charCodeAt(at + 1) !== LF) this.line += 1;
    }
    this.crBefore = this.text.charCodeAt(to - 1) === CR;
  }
}
