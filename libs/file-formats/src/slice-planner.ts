import type { Format } from './format';
import { createReader, type ReaderOptions } from './reader';
import type { Row } from './row';

/** Where a slice begins. Its header, if it is CSV, is the object's. */
export interface SliceStart {
  readonly offset: number;
  /** Ordinal of the slice's first row. */
  readonly ordinal: number;
  /** Physical line of `offset`. */
  readonly line: number;
}

/** Finds where an object may be cut into slices; its bytes are pushed from `options.start` on, in any chunking. */
export interface SlicePlanner {
  push(chunk: Uint8Array): void;
  /** No byte follows. */
  end(): void;
  /** Where slices begin, the first one, which begins where the planner does, left out. */
  readonly cuts: readonly SliceStart[];
}

/**
 * A planner of slices of at least `sliceBytes` each. It reads no values: boundaries of rows are enough, so that it passes
 * over an object several times as fast as a reader.
 */
export function createSlicePlanner(
  format: Format,
  options: Pick<ReaderOptions, 'limits' | 'start' | 'delimiter'>,
  sliceBytes: number,
): SlicePlanner {
  const cuts: SliceStart[] = [];
  let begun = options.start?.offset ?? 0;
  let before: Row | undefined;
  const reader = createReader(format, { ...options, boundariesOnly: true }, (row) => {
    // An empty element of a JSON array begins where it ends, and could be on either side of a cut.
    if (before !== undefined && before.position.length > 0 && row.position.offset - begun >= sliceBytes) {
      const { offset, ordinal, line } = before.next;
      if (offset - begun >= sliceBytes) {
        cuts.push({ offset, ordinal, line });
        begun = offset;
      }
    }
    before = row;
  });
  return { push: (chunk) => reader.push(chunk), end: () => void reader.end(), cuts };
}
