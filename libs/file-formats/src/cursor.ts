/**
 * The next occurrence of a string, remembered: as long as the reader moves inside the stretch that was searched, asking is
 * two comparisons. Whatever the order of questions, a stretch without the needle is searched once, so that a file in
 * which the needle is rare costs no more than one in which it is frequent.
 */
export class Cursor {
  private text = '';
  private from = 0;
  private next = -1;

  constructor(private readonly needle: string) {}

  reset(text: string): void {
    this.text = text;
    this.from = 0;
    this.next = -1;
  }

  /** Index of the first needle at or after `at`; the text's length where there is none. */
  at(at: number): number {
    if (at >= this.from && at <= this.next) return this.next;
    const found = this.text.indexOf(this.needle, at);
    this.from = at;
    this.next = found < 0 ? this.text.length : found;
    return this.next;
  }
}
