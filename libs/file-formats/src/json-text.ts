/** Where a text stops being JSON. */
export interface SyntaxError {
  /** Index in the text; its length where it ends too early. */
  readonly at: number;
  readonly expected: string;
}

const spaces = /[ \t\n\r]*/y;
const plain = /[ !#-[\]-\uffff]*/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const literals = /true|false|null/y;
const numbers = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** A value that could not be read; the parser's `error` says why. */
const failed = Symbol('failed');

/**
 * RFC 8259, as strict as `JSON.parse` and an order slower. It is asked where `JSON.parse` cannot answer: where a text is
 * broken, and what the literals of its numbers were. Recursive: the caller bounds the depth.
 */
export class JsonText {
  error: SyntaxError | undefined;
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly number: (literal: string) => unknown,
  ) {}

  /** The value; undefined, and `error` set, where the text is no JSON. */
  parse(): unknown {
    const value = this.value();
    if (value === failed) return undefined;
    this.skip(spaces);
    if (this.at < this.text.length) return void this.expected('the end of the row');
    return value;
  }

  private value(): unknown {
    this.skip(spaces);
    switch (this.text[this.at]) {
      case '{':
        return this.object();
      case '[':
        return this.array();
      case '"':
        return this.string();
    }
    const literal = this.take(literals);
    if (literal !== '') return literal === 'null' ? null : literal === 'true';
    const number = this.take(numbers);
    return number === '' ? this.expected('a value') : this.number(number);
  }

  private object(): unknown {
    const object: Record<string, unknown> = {};
    this.at += 1;
    this.skip(spaces);
    if (this.accepts('}')) return object;
    do {
      this.skip(spaces);
      if (this.text[this.at] !== '"') return this.expected('a name in double quotes');
      const name = this.string();
      if (typeof name !== 'string') return failed;
      this.skip(spaces);
      if (!this.accepts(':')) return this.expected("':'");
      const value = this.value();
      if (value === failed) return failed;
      // A member like any other, where an assignment would change the prototype.
      if (name === '__proto__') {
        Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
      } else object[name] = value;
      this.skip(spaces);
    } while (this.accepts(','));
    return this.accepts('}') ? object : this.expected("',' or '}'");
  }

  private array(): unknown {
    const array: unknown[] = [];
    this.at += 1;
    this.skip(spaces);
    if (this.accepts(']')) return array;
    do {
      const value = this.value();
      if (value === failed) return failed;
      array.push(value);
      this.skip(spaces);
    } while (this.accepts(','));
    return this.accepts(']') ? array : this.expected("',' or ']'");
  }

  private string(): unknown {
    const start = this.at;
    this.at += 1;
    this.skip(plain);
    let escaped = false;
    while (this.text[this.at] === '\\') {
      escaped = true;
      if (this.take(escape) === '') return this.expected('an escape that JSON has');
      this.skip(plain);
    }
    if (!this.accepts('"')) {
      const isControl = this.at < this.text.length;
      return this.expected(isControl ? 'an escape instead of a control character' : 'a closing quote');
    }
    if (!escaped) return this.text.slice(start + 1, this.at - 1);
    return JSON.parse(this.text.slice(start, this.at)) as string;
  }

  private accepts(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private skip(pattern: RegExp): void {
    pattern.lastIndex = this.at;
    pattern.test(this.text);
    this.at = pattern.lastIndex;
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [taken = ''] = pattern.exec(this.text) ?? [];
    this.at += taken.length;
    return taken;
  }

  private expected(expected: string): typeof failed {
    this.error = { at: this.at, expected };
    return failed;
  }
}
