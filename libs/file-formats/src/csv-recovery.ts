import type { CsvTokenizer } from './csv-tokenizer';
import type { LineEnds } from './lines';

/**
 * Whether a legally closed row of the wrong width, from a line ending at `firstEnd` to `rowEnd`, more likely is one bad
 * line that opened a quote and swallowed good rows until the next stray quote closed it: every line between its first
 * and its last reads alone at the header's width (blank lines say nothing), and there is at least one.
 *
 * The last line holds the closing quote. It is not asked, because its answer is known: a line that closes a field which
 * an earlier line opened has an odd number of quotes, and no line with an odd number of quotes reads alone.
 *
 * Reading is linear by the same count. Suppose that reading from line i passes line j as a whole, without error and
 * inside a quoted field at both its ends: then j has an even number of quotes, and reading from j ends, with a row or
 * an error, on j. So two stretches that were read beyond their first line overlap in one line at most, and each byte
 * is read as part of at most one such stretch, once here, and once from its own line's start.
 */
export function laterLinesStand(tokenizer: CsvTokenizer, lines: LineEnds, firstEnd: number, rowEnd: number): boolean {
  let stands = false;
  for (let start = lines.after(firstEnd); ;) {
    const end = lines.at(start);
    if (end >= rowEnd) return stands;
    if (end > start) {
      const alone = tokenizer.scan(start) === 'row' && tokenizer.end === end;
      if (!alone || tokenizer.count !== tokenizer.width) return false;
      stands = true;
    }
    start = lines.after(end);
  }
}
