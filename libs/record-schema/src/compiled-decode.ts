import { isLeft } from 'fp-ts/Either';
import * as t from 'io-ts';
import { LeafType } from './codecs/leaf';
import { OptionalType } from './codecs/optional';
import { ownMembers } from './own-members';

/** What a compiled decode answers where io-ts has to be asked: it tells the faults, or knows better. */
export const UNSURE = Symbol('unsure');

type Decode = (value: unknown) => unknown;

/**
 * Compiles a codec, once, to straight code that decodes valid values. It agrees with the codec where it answers, but for
 * two things that no reader of a record sees: an absent member stays absent where io-ts writes `undefined`, and a copy,
 * made where a member is held otherwise than it came, has the members of the schema only. Codecs that it doesn't know
 * are asked as they are, each for its own value.
 * @returns undefined where this process may not make code of text (`--disallow-code-generation-from-strings`)
 */
export function compileDecode(codec: t.Mixed): Decode | undefined {
  const known = compiled.get(codec);
  if (known) return known;
  const decode = compile(codec);
  if (decode) compiled.set(codec, decode);
  return decode;
}

/** A process reads many files of a dataset: code that is made anew for each would never be optimised. */
const compiled = new WeakMap<t.Mixed, Decode>();

function compile(codec: t.Mixed): Decode | undefined {
  const constants: unknown[] = [isRecord, UNSURE, Object.prototype];
  const { code, value } = new Program(constants).decode(codec, 'row');
  const names = constants.map((_, index) => `k${index}`).join(', ');
  const make = functionOf(names, `'use strict';\nreturn (row) => {\n${code}return ${value};\n};`);
  return make?.(...constants) as Decode | undefined;
}

/** Whether this process may make code of text; where it may not, io-ts decodes every row, about ten times slower. */
export const mayCompile = (): boolean => functionOf('', '') !== undefined;

function functionOf(parameters: string, code: string): ((...constants: unknown[]) => unknown) | undefined {
  try {
    // The text is made of a schema's member names, quoted, and of nothing that a row brings.
    return new Function(parameters, code) as (...constants: unknown[]) => unknown;
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}

/** As io-ts sees a record, and safe to read by name and to copy. */
function isRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Object.hasOwn(value, '__proto__')) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

interface Part {
  readonly code: string;
  /** The expression of the decoded value: where it is the name that came in, nothing was changed. */
  readonly value: string;
}

class Program {
  private names = 0;

  constructor(private readonly constants: unknown[]) {}

  /** Code that leaves the function unless the value called `name` is valid. */
  decode(codec: t.Mixed, name: string): Part {
    if (codec instanceof LeafType) return this.leaf(codec as LeafType<unknown>, name);
    if (codec instanceof OptionalType) return this.optional(codec as OptionalType<unknown, null | undefined>, name);
    if (codec instanceof t.InterfaceType) return this.members(codec.props as t.Props, name) ?? this.opaque(codec, name);
    if (codec instanceof t.ArrayType) return this.elements(codec.type as t.Mixed, name) ?? this.opaque(codec, name);
    if (codec instanceof t.StringType) return check(`typeof ${name} === 'string'`, name);
    if (codec instanceof t.NumberType) return check(`typeof ${name} === 'number'`, name);
    if (codec instanceof t.BooleanType) return check(`typeof ${name} === 'boolean'`, name);
    return this.opaque(codec, name);
  }

  private leaf({ is, read, keeps, quick }: LeafType<unknown>, name: string): Part {
    const inFull = `${this.constant(is)}(${name})`;
    if (keeps) return check(quick ? `(${quick(name)}) || ${inFull}` : inFull, name);
    const answer = this.name();
    const code = `const ${answer} = ${this.constant(read)}(${name});\nif (!('value' in ${answer})) return k1;\n`;
    return { code, value: `${answer}.value` };
  }

  private optional({ type, nothing, blank }: OptionalType<unknown, null | undefined>, name: string): Part {
    const inner = this.decode(type, name);
    const some = `${name} !== ${String(nothing)}${blank === undefined ? '' : ` && ${name} !== ${JSON.stringify(blank)}`}`;
    if (inner.value === name && blank === undefined) return { code: `if (${some}) {\n${inner.code}}\n`, value: name };
    const value = this.name();
    return {
      code: `let ${value};\nif (${some}) {\n${inner.code}${value} = ${inner.value};\n}${nothing === null ? ` else ${value} = null;` : ''}\n`,
      value,
    };
  }

  private members(props: t.Props, name: string): Part | undefined {
    if (Object.hasOwn(props, '__proto__')) return undefined;
    const members = Object.entries(props).map(([key, codec]) => {
      const member = this.name();
      return { key: JSON.stringify(key), member, part: this.decode(codec, member) };
    });
    const code = members.map(({ key, member, part }) => `const ${member} = ${name}[${key}];\n${part.code}`).join('');
    const kept = members.every(({ member, part }) => part.value === member);
    const copy = `{ ${members.map(({ key, part }) => `${key}: ${part.value}`).join(', ')} }`;
    // Nearly every row is a plain object. What it answers as `__proto__` is its prototype, unless a member is called so.
    const plain = `typeof ${name} === 'object' && ${name} !== null && ${name}.__proto__ === k2`;
    return { code: `if (!(${plain}) && !k0(${name})) return k1;\n${code}`, value: kept ? name : copy };
  }

  private elements(type: t.Mixed, name: string): Part | undefined {
    const element = this.name();
    const part = this.decode(type, element);
    // Lists of values that are held otherwise than they came are few: io-ts makes them.
    if (part.value !== element) return undefined;
    return {
      code: `if (!Array.isArray(${name})) return k1;\nfor (const ${element} of ${name}) {\n${part.code}}\n`,
      value: name,
    };
  }

  /** A codec that is not known here: its own decode decides. */
  private opaque(codec: t.Mixed, name: string): Part {
    const value = this.name();
    const ask = this.constant((asked: unknown) => {
      const decoded = codec.decode(ownMembers(asked));
      return isLeft(decoded) ? UNSURE : decoded.right;
    });
    return { code: `const ${value} = ${ask}(${name});\nif (${value} === k1) return k1;\n`, value };
  }

  private constant(value: unknown): string {
    return `k${this.constants.push(value) - 1}`;
  }

  private name(): string {
    return `v${this.names++}`;
  }
}

const check = (condition: string, name: string): Part => ({ code: `if (!(${condition})) return k1;\n`, value: name });
