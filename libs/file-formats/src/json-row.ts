import { Buffer } from 'node:buffer';
import { Cursor } from './cursor';
import { parseExactly, showsLongNumber } from './exact-number';
import type { FormatFault } from './fault';
import { depthOfJson } from './json-depth';
import { depthFault, surrogateFault, syntaxFault } from './json-fault';
import { loneSurrogateEscape } from './json-surrogate';
import type { ReaderLimits } from './limits';
import { NumberScreen } from './number-screen';
import { invalidUtf8, tooManyColumns } from './row-fault';
import { Utf8 } from './utf8';
import type { View } from './view';

/** Why a row has no value. A class of its own, since every other value may be a row's. */
export class Refusal {
  constructor(readonly faults: readonly FormatFault[]) {}
}

/** The bytes are no JSON; `read` tells where. */
export const broken = new Refusal([]);

const refusal = (fault: FormatFault): Refusal => new Refusal([fault]);

/** `"":0,`, the shortest member of an object that JSON can write. */
const shortestMember = 5;

/**
 * The value of one row's bytes. `JSON.parse` decides; the screens, each of which passes over a view once, tell which
 * rows need a closer look: characters beyond ASCII, deep nesting, escaped surrogates, numbers that a double may round.
 */
export class JsonRow {
  private view: View = { bytes: Buffer.alloc(0), text: '', base: 0, final: false };
  private readonly utf8 = new Utf8();
  private readonly objects = new Cursor('{');
  private readonly arrays = new Cursor('[');
  private readonly escapes = new Cursor('\\u');
  private readonly numbers = new NumberScreen();

  constructor(
    private readonly limits: ReaderLimits,
    private readonly number: ((literal: string) => unknown) | undefined,
  ) {}

  reset(view: View): void {
    this.view = view;
    this.utf8.reset(view.bytes);
    this.objects.reset(view.text);
    this.arrays.reset(view.text);
    this.escapes.reset(view.text);
    this.numbers.reset(view);
  }

  /** Value of the bytes from `from` to `end` of the view, which are within the limit of a row, or a `Refusal`. */
  read(from: number, end: number): unknown {
    const value = this.attempt(from, end);
    return value === broken ? refusal(syntaxFault(this.view.bytes.toString('utf8', from, end))) : value;
  }

  /** As `read`, but `broken` where `JSON.parse` refuses: cheaper where the caller only tries. */
  attempt(from: number, end: number): unknown {
    const { view, limits } = this;
    let text: string;
    if (this.utf8.isAscii(from, end)) text = view.text.slice(from, end);
    else if (this.utf8.isValid(from, end)) text = view.bytes.toString('utf8', from, end);
    else return refusal(invalidUtf8(view.bytes.subarray(from, end)));

    if (this.mayBeDeep(from, end) && depthOfJson(text) > limits.maxDepth) return refusal(depthFault(limits.maxDepth));
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // The engine's message differs between its versions: `read` makes its own.
      return broken;
    }
    if (this.escapes.at(from) < end) {
      const lone = loneSurrogateEscape(text);
      if (lone >= 0) return refusal(surrogateFault(text, lone));
    }
    if (end - from > shortestMember * limits.maxColumns && typeof value === 'object' && value !== null) {
      const columns = Array.isArray(value) ? 0 : Object.keys(value).length;
      if (columns > limits.maxColumns) return refusal(tooManyColumns(columns, limits.maxColumns));
    }
    if (this.number !== undefined && this.numbers.suspects(from, end) && showsLongNumber(text)) {
      return parseExactly(text, this.number);
    }
    return value;
  }

  /** Whether the row opens more brackets than it may nest, in strings or not. */
  private mayBeDeep(from: number, end: number): boolean {
    const { maxDepth } = this.limits;
    if (end - from <= maxDepth) return false;
    let opened = 0;
    for (let at = this.objects.at(from); at < end && opened <= maxDepth; at = this.objects.at(at + 1)) opened += 1;
    for (let at = this.arrays.at(from); at < end && opened <= maxDepth; at = this.arrays.at(at + 1)) opened += 1;
    return opened > maxDepth;
  }
}
