import { ByteWindow } from './byte-window';
import { CsvMachine } from './csv-reader';
import type { FormatFault } from './fault';
import type { Format } from './format';
import { JsonMachine } from './json-reader';
import { defaultLimits, type ReaderLimits } from './limits';
import type { Machine } from './machine';
import { NdjsonMachine } from './ndjson-reader';
import { type ReaderStart, type Row, RowOutlet } from './row';

export interface ReaderOptions {
  /** What differs from `defaultLimits`. */
  readonly limits?: Partial<ReaderLimits>;
  /** Default: the object's first byte, ordinal 1, line 1. */
  readonly start?: ReaderStart;
  /** CSV: one ASCII character, not a quote and not a line end. Default: a comma. */
  readonly delimiter?: string;
  /**
   * JSON: makes a value of a number literal; asked for every number of a row in which any has more than 15 significant
   * digits or an exponent, so that what a double would round can be kept. Default: `Number`, for all rows.
   */
  readonly number?: (literal: string) => unknown;
  /** Rows are told apart and not read: they are all delivered as accepted, without a value. */
  readonly boundariesOnly?: boolean;
}

/** What was read, when no byte follows. */
export interface ReaderEnd {
  /** Rows delivered, refused ones included. */
  readonly rows: number;
  /** Bytes pushed. */
  readonly bytes: number;
  /** Line ends among them: the last byte stands on line `start.line + lines`. */
  readonly lines: number;
  /** Why the file as a whole is refused; the rows delivered before it stand. */
  readonly fault?: FormatFault;
}

/** Bytes in, rows out, whatever the chunking: rows are handed to the sink from within `push` and `end`. */
export interface Reader {
  /** The chunk is copied; its memory may be used again. Throws after `end`. */
  push(chunk: Uint8Array): void;
  /**
   * No byte follows. `brokenOff`: the object goes on, but its bytes can't be had (damaged gzip): what is left of the last
   * row is not delivered, for it would pass for a whole one. Throws when called twice.
   */
  end(brokenOff?: boolean): ReaderEnd;
  /** CSV: the columns, as soon as they are known. */
  readonly header: readonly string[] | undefined;
}

/** A view larger than this is cut: its text stays in the processor's cache, and no string gets too long. */
const pieceBytes = 262_144;

class WindowReader implements Reader {
  private readonly window = new ByteWindow();
  private bytes = 0;
  private ended = false;
  private bomPassed: boolean;
  /** Unread bytes below which reading again is not worth it. */
  private wanted = 1;

  constructor(
    private readonly machine: Machine,
    private readonly outlet: RowOutlet,
    private readonly start: ReaderStart,
    private readonly maxRowBytes: number,
  ) {
    this.bomPassed = start.offset > 0;
  }

  get header(): readonly string[] | undefined {
    return this.outlet.header;
  }

  push(chunk: Uint8Array): void {
    if (this.ended) throw new Error('A reader takes no bytes after end().');
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const piece = chunk.subarray(at, at + pieceBytes);
      this.bytes += piece.length;
      this.window.append(piece);
      if (this.window.length >= this.wanted) this.read(false);
    }
  }

  end(brokenOff = false): ReaderEnd {
    if (this.ended) throw new Error('A reader ends once.');
    this.ended = true;
    this.read(!brokenOff);
    const { machine, outlet, bytes, start } = this;
    const end = { rows: outlet.rows, bytes, lines: machine.line - start.line };
    return machine.fault === undefined ? end : { ...end, fault: machine.fault };
  }

  private read(final: boolean): void {
    const { window, machine } = this;
    if (!this.bomPassed) {
      if (window.length < 3 && !final) return;
      const [a, b, c] = window.bytes();
      if (a === 0xef && b === 0xbb && c === 0xbf) window.drop(3);
      this.bomPassed = true;
    }
    const bytes = window.bytes();
    const base = this.start.offset + this.bytes - bytes.length;
    window.drop(machine.read({ bytes, text: bytes.toString('latin1'), base, final }));
    // What is left is the beginning of a row, read in vain. Reading it again only when it has doubled keeps the sum of
    // such reads below twice the file, however small the chunks; a machine never waits for more than the limit of a row.
    this.wanted = Math.max(window.length + 1, Math.min(2 * window.length, this.maxRowBytes + 2));
  }
}

/** A reader of one object, or of the part of it that begins at `options.start`. Throws on options that no file can mend. */
export function createReader(format: Format, options: ReaderOptions, sink: (row: Row) => void): Reader {
  const limits: ReaderLimits = { ...defaultLimits, ...options.limits };
  const start = options.start ?? { offset: 0, ordinal: 1, line: 1 };
  const outlet = new RowOutlet(start.ordinal, sink);
  outlet.header = start.header;
  const machine = createMachine(format, options, limits, start, outlet);
  return new WindowReader(machine, outlet, start, limits.maxRowBytes);
}

function createMachine(
  format: Format,
  options: ReaderOptions,
  limits: ReaderLimits,
  start: ReaderStart,
  outlet: RowOutlet,
): Machine {
  const { boundariesOnly = false } = options;
  switch (format) {
    case 'csv':
      return new CsvMachine(outlet, limits, start, options.delimiter ?? ',', boundariesOnly);
    case 'ndjson':
      return new NdjsonMachine(outlet, limits, start, options.number, boundariesOnly);
    case 'json':
      return new JsonMachine(outlet, limits, start, options.number, boundariesOnly);
  }
}
