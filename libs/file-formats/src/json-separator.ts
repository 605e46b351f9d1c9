import { Cursor } from './cursor';

/** Longer ones (deep indentation) are not worth keeping. */
const maxSeparator = 256;
/** Closing brackets before an element's last brace that are learned with it: they tell `}]},{` from the `},{` inside. */
const maxClosers = 8;
const closers = ']}';
/** Hits that make good for one miss. */
const hitsPerMiss = 256;
/** Waits double with every miss, up to 2 ** 12 elements. */
const maxMisses = 12;

/**
 * Guesses where an element ends. Most arrays of objects are written by a program that puts the same bytes between any two
 * of them, as in `},{` or `},\n  {`: they are learned from an element whose end is known, and searched for.
 *
 * A guess is proven or refuted by `JSON.parse`: JSON is read from the left without alternatives, so if the bytes from an
 * element's start to the guess are one JSON value, they are the element. A wrong guess (such bytes inside a string or a
 * nested array) costs a failed parse and a search, so after each one more elements pass before the next try.
 */
export class JsonSeparator {
  private text = '';
  private learned = '';
  private cursor: Cursor | undefined;
  private misses = 0;
  private hits = 0;
  /** Elements to be followed bracket by bracket before the next guess. */
  private wait = 0;
  /** From the learned bytes' first to the closing brace; from that to the comma, and to the next opening brace. */
  private toBrace = 0;
  toComma = 0;
  toNext = 0;

  reset(text: string): void {
    this.text = text;
    this.cursor?.reset(text);
  }

  /** Index of the closing brace where the element that begins at `at` may end; -1 where no guess is made. */
  guess(at: number): number {
    if (this.wait > 0) {
      this.wait -= 1;
      return -1;
    }
    const found = this.cursor?.at(at) ?? this.text.length;
    return found < this.text.length ? found + this.toBrace : -1;
  }

  hit(): void {
    this.hits += 1;
    if (this.hits % hitsPerMiss === 0 && this.misses > 0) this.misses -= 1;
  }

  miss(): void {
    this.misses = Math.min(this.misses + 1, maxMisses);
    this.wait = 2 ** this.misses;
  }

  /** The element that ends with the brace at `brace` is followed by a comma at `comma` and an opening brace at `next`. */
  learn(brace: number, comma: number, next: number): void {
    if (this.wait > 0 || next - brace > maxSeparator) return;
    let start = brace;
    while (brace - start < maxClosers && closers.includes(this.text.charAt(start - 1) || '-')) start -= 1;
    const found = this.text.slice(start, next + 1);
    if (found === this.learned) return;
    if (this.learned !== '') this.miss();
    this.learned = found;
    this.toBrace = brace - start;
    this.toComma = comma - brace;
    this.toNext = next - brace;
    this.cursor = new Cursor(found);
    this.cursor.reset(this.text);
  }
}
