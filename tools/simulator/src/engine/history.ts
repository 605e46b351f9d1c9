/** Lines kept for whoever reads the end of a failed run. */
const TAIL = 400;

/** All that happened, as one hash and the last lines of it. Two runs of one seed have the same hash. */
export class History {
  #hash = 0x811c9dc5;
  #low = 0x01234567;
  #lines = 0;
  readonly #tail: string[] = [];

  record(time: number, line: string): void {
    const text = `${time.toFixed(3)} ${line}`;
    this.#tail[this.#lines % TAIL] = text;
    this.#lines += 1;
    let hash = this.#hash;
    let low = this.#low;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      hash = Math.imul(hash ^ code, 0x01000193);
      low = Math.imul(low + code, 0x5bd1e995) ^ (low >>> 15);
    }
    this.#hash = hash;
    this.#low = low;
  }

  /** Sixteen hexadecimal digits. */
  hash(): string {
    return [this.#hash, this.#low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }

  tail(count = TAIL): readonly string[] {
    const from = Math.max(0, this.#lines - Math.min(count, TAIL));
    return Array.from({ length: this.#lines - from }, (_, index) => this.#tail[(from + index) % TAIL] ?? '');
  }
}
