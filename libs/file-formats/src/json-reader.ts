import { Buffer } from 'node:buffer';
import type { FormatFault } from './fault';
import { ElementExtent } from './json-extent';
import { emptyElementFault, emptyFault, lossOf, lostFault } from './json-fault';
import { broken, JsonRow, Refusal } from './json-row';
import { JsonSeparator } from './json-separator';
import { skipSpaces, trimSpaces } from './json-space';
import type { ReaderLimits } from './limits';
import { LineCounter } from './lines';
import type { Machine } from './machine';
import { Overlong } from './overlong';
import { rowTooLong } from './row-fault';
import type { ReaderStart, RowOutlet } from './row';
import type { View } from './view';

const COMMA = 44;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/**
 * What is expected next.
 * `value`: the file's one value. `first`: an element, or the end of an array that has none. `element`: an element. `after`:
 * what `row.next` points at: the comma or bracket behind an element, the closing brace of a lone object, or the end.
 * `closed`: nothing. `object`: the rest of a lone object. `scalar`: the rest of a lone value of another kind. `lost`: whatever.
 */
type State = 'value' | 'first' | 'element' | 'after' | 'closed' | 'object' | 'scalar' | 'lost';

/**
 * JSON: each element of a top-level array is a row, or the one value that the file is. An element is what stands between
 * commas, and `JSON.parse` decides each. Where the end of an element cannot be known nothing is guessed: the rest is lost.
 */
export class JsonMachine implements Machine {
  fault: FormatFault | undefined;
  private state: State;
  private readonly json: JsonRow;
  private readonly extent: ElementExtent;
  private readonly separator = new JsonSeparator();
  private readonly lines: LineCounter;
  /** Index of the view up to which lines are counted. */
  private counted = 0;
  private view: View = { bytes: Buffer.alloc(0), text: '', base: 0, final: false };
  /** A row too long to keep whose end is being looked for, or the lost rest. */
  private overlong: Overlong | undefined;

  constructor(
    private readonly outlet: RowOutlet,
    private readonly limits: ReaderLimits,
    start: ReaderStart,
    number: ((literal: string) => unknown) | undefined,
    private readonly boundariesOnly: boolean,
  ) {
    this.state = start.offset > 0 ? 'after' : 'value';
    this.json = new JsonRow(limits, number);
    this.extent = new ElementExtent(Math.max(limits.maxTrackedDepth, limits.maxDepth));
    this.lines = new LineCounter(start.line);
  }

  get line(): number {
    return this.lines.line;
  }

  read(view: View): number {
    const { length } = view.text;
    this.view = view;
    if (!this.boundariesOnly || this.state === 'scalar' || this.state === 'value') this.json.reset(view);
    this.lines.reset(view.text);
    this.separator.reset(view.text);
    this.counted = 0;
    let at = this.overlong === undefined ? 0 : this.passOverlong(this.overlong);
    while (this.overlong === undefined) {
      at = skipSpaces(view.text, at);
      if (at === length) break;
      const next = this.step(at);
      if (next < 0) break;
      at = next;
    }
    if (view.final) this.finish();
    this.lineAt(at);
    return at;
  }

  /** Physical line of the byte at `at`, which is not before the one asked for last. */
  private lineAt(at: number): number {
    this.lines.pass(this.counted, at);
    this.counted = at;
    return this.lines.line;
  }

  /** Reads on from `at`, where no white space is; -1 where only further bytes tell. */
  private step(at: number): number {
    const code = this.view.text.charCodeAt(at);
    switch (this.state) {
      case 'value':
        this.state = code === OPEN_ARRAY ? 'first' : code === OPEN_OBJECT ? 'object' : 'scalar';
        return code === OPEN_ARRAY ? at + 1 : at;
      case 'first':
        this.state = code === CLOSE_ARRAY ? 'closed' : 'element';
        return code === CLOSE_ARRAY ? at + 1 : at;
      case 'element':
        if (code === COMMA || code === CLOSE_ARRAY) return this.refuseEmpty(at);
        return code === OPEN_OBJECT && !this.boundariesOnly ? this.guessed(at) : this.followed(at);
      case 'object':
        return this.followed(at);
      case 'scalar':
        return this.scalar(at);
      case 'after':
        if (code === COMMA) this.state = 'element';
        else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) this.state = 'closed';
        else return this.lose('trailing', at, at);
        return at + 1;
      default:
        return this.lose('trailing', at, at);
    }
  }

  /** Reads the elements from `at` on as long as guesses of their ends hold, then one by following it. */
  private guessed(at: number): number {
    const { separator, json, limits } = this;
    let from = at;
    for (let brace = separator.guess(from); brace >= 0; brace = separator.guess(from)) {
      const comma = brace + separator.toComma;
      const value = comma - from > limits.maxRowBytes ? broken : json.attempt(from, brace + 1);
      if (value instanceof Refusal) {
        // Wrong guess or bad row: following its brackets tells.
        separator.miss();
        break;
      }
      separator.hit();
      this.deliver(value, from, brace + 1, comma);
      from = brace + separator.toNext;
    }
    const next = this.followed(from);
    // Rows before this one are delivered: it must not be read from `at` again.
    return next < 0 && from > at ? from : next;
  }

  /** Reads the element or lone object that begins at `at` by following its brackets. */
  private followed(at: number): number {
    const { view, extent, limits } = this;
    const { length } = view.text;
    const alone = this.state === 'object';
    extent.begin(alone);
    const found = extent.scan(view.text, at);
    if (found === 'end') return this.element(at, extent.at, alone);
    if (found !== 'more') return this.lose(found, at, extent.at);
    if (view.final) return this.lose('end', at, length);
    if (length - at < limits.maxRowBytes + 2) return -1;
    this.beginOverlong(at, rowTooLong(limits.maxRowBytes));
    return length;
  }

  /** Delivers the element that begins at `at` and is followed by `next`, or the lone object that ends with `next`. */
  private element(at: number, next: number, alone: boolean): number {
    const { view, limits, separator } = this;
    const reach = alone ? next + 1 : next;
    this.state = 'after';
    if (reach - at > limits.maxRowBytes) {
      const row = new Overlong(view.base + at, this.lineAt(at), [rowTooLong(limits.maxRowBytes)], limits.maxRowBytes);
      row.add(view.bytes.subarray(at, reach));
      row.refuse(this.outlet, view.base + next, this.lineAt(next));
      return next;
    }
    const end = trimSpaces(view.text, at, reach);
    this.deliver(this.boundariesOnly ? undefined : this.json.read(at, end), at, end, next);
    if (this.boundariesOnly) return next;
    if (view.text.charCodeAt(end - 1) === CLOSE_OBJECT && view.text.charCodeAt(next) === COMMA) {
      const following = skipSpaces(view.text, next + 1);
      if (view.text.charCodeAt(following) === OPEN_OBJECT) separator.learn(end - 1, next, following);
    }
    return next;
  }

  private deliver(value: unknown, from: number, end: number, next: number): void {
    const { outlet, view } = this;
    const line = this.lineAt(from);
    const nextLine = this.lineAt(next);
    if (value instanceof Refusal) {
      outlet.refuse(value.faults, view.bytes, view.base, from, end, line, next, nextLine);
    } else outlet.accept(value, view.bytes, view.base, from, end, line, next, nextLine);
  }

  private refuseEmpty(at: number): number {
    this.state = 'after';
    this.deliver(new Refusal([emptyElementFault()]), at, at, at);
    return at;
  }

  /** A value that is neither array nor object is the whole file. */
  private scalar(at: number): number {
    const { length } = this.view.text;
    const { maxRowBytes } = this.limits;
    if (length - at >= maxRowBytes + 2 || (this.view.final && length - at > maxRowBytes)) {
      return this.lose('noValue', at, at);
    }
    if (!this.view.final) return -1;
    const end = trimSpaces(this.view.text, at, length);
    const value = this.json.attempt(at, end);
    if (value === broken) return this.lose('noValue', at, at);
    this.state = 'closed';
    this.deliver(value, at, end, length);
    return length;
  }

  private beginOverlong(at: number, fault: FormatFault): void {
    const { view, limits } = this;
    this.overlong = new Overlong(view.base + at, this.lineAt(at), [fault], limits.maxRowBytes);
    this.overlong.add(view.bytes.subarray(at));
  }

  /** Gives up telling rows apart from `at` on, for a reason that shows at `shown`. */
  private lose(reason: keyof typeof lossOf, at: number, shown: number): number {
    const line = this.lineAt(at);
    const { base, bytes, text } = this.view;
    this.overlong ??= new Overlong(base + at, line, [], this.limits.maxRowBytes);
    this.overlong.add(bytes.subarray(at));
    this.state = 'lost';
    this.fault = lostFault(lossOf[reason], base + shown, this.lineAt(shown));
    this.overlong.faults = [this.fault];
    return text.length;
  }

  /** Takes the view's bytes to the end of the overlong row; returns where reading goes on. */
  private passOverlong(overlong: Overlong): number {
    const { view, extent } = this;
    const found = this.state === 'lost' ? 'more' : extent.scan(view.text, 0);
    if (found === 'more') {
      overlong.add(view.bytes);
      return view.text.length;
    }
    if (found !== 'end') return this.lose(found, 0, extent.at);
    const next = extent.at;
    overlong.add(view.bytes.subarray(0, this.state === 'object' ? next + 1 : next));
    overlong.refuse(this.outlet, view.base + next, this.lineAt(next));
    this.overlong = undefined;
    this.state = 'after';
    return next;
  }

  /** No byte follows. */
  private finish(): void {
    const { length } = this.view.text;
    const { state, overlong } = this;
    if (state === 'value') this.fault = emptyFault;
    const cut = overlong !== undefined && state !== 'lost';
    if (cut || (overlong === undefined && (state === 'first' || state === 'element'))) this.lose('end', length, length);
    this.overlong?.refuse(this.outlet, this.view.base + length, this.lineAt(length));
    this.overlong = undefined;
  }
}
