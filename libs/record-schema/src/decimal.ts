/**
 * Exact decimals. A number of at most 15 significant digits survives the way through a double and back, so it stays a
 * plain number (IEEE 754 binary64, DBL_DIG); every other is kept as its text. DynamoDB stores 38 digits from 1E-130 to
 * 9.99…E+125 (Amazon DynamoDB, "Data types": Number).
 */
const EXACT_DIGITS = 15;
const MAX_DIGITS = 38;
const MIN_EXPONENT = -130;
const MAX_EXPONENT = 125;

/** Longer texts are no number that anybody means; bounds the work of reading one. */
const MAX_LITERAL = 1_024;

const [MINUS, POINT, ZERO, NINE] = [45, 46, 48, 57];

const LITERAL = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d{1,6}))?$/;

/** A decimal that a double would not hold exactly, or that was written in another way; equal values have equal texts. */
export class Decimal {
  private constructor(readonly text: string) {}

  /** The canonical decimal of a literal; undefined when it is none, or is beyond 38 digits or DynamoDB's range. */
  static parse(literal: string): Decimal | undefined {
    const parts = partsOf(literal);
    return parts && isStorable(parts) ? new Decimal(textOf(parts)) : undefined;
  }

  /** Whether nothing stands behind the decimal point. */
  get isWhole(): boolean {
    const scientific = /^-?\d(?:\.(\d+))?E(-?\d+)$/.exec(this.text);
    return scientific ? (scientific[1]?.length ?? 0) <= Number(scientific[2]) : !this.text.includes('.');
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

/** A number of a record: exact either way. */
export type DecimalValue = number | Decimal;

/** A number that was written and can't be stored: kept as a value, so that its field's fault can show it. */
export class UnstorableNumber {
  constructor(readonly literal: string) {}
}

/** What a JSON number literal stands for, exactly. */
export function numberOf(literal: string): DecimalValue | UnstorableNumber {
  const read = readDecimal(literal);
  return read === undefined || read === 'beyond' ? new UnstorableNumber(literal) : read;
}

/** Reads a literal into the cheapest exact form; undefined when it is no number, `beyond` when it can't be stored. */
export function readDecimal(literal: string): DecimalValue | 'beyond' | undefined {
  if (isShort(literal)) return Number(literal);
  const parts = partsOf(literal);
  if (!parts) return undefined;
  if (!isStorable(parts)) return 'beyond';
  return parts.digits.length <= EXACT_DIGITS ? Number(literal) : (Decimal.parse(literal) ?? 'beyond');
}

/** At most 15 digits, a sign and a point: what nearly every number is, told without taking it apart. */
function isShort(literal: string): boolean {
  const start = literal.charCodeAt(0) === MINUS ? 1 : 0;
  let digits = 0;
  let points = 0;
  if (literal.length > EXACT_DIGITS + 2) return false;
  for (let at = start; at < literal.length; at += 1) {
    const code = literal.charCodeAt(at);
    if (code === POINT) points += 1;
    else if (code < ZERO || code > NINE) return false;
    else digits += 1;
  }
  return digits > 0 && digits <= EXACT_DIGITS && points <= 1;
}

/** Equal values render equally, whichever form they are in: no trailing zeros, no `-0`, no needless exponent. */
export function canonicalDecimal(value: DecimalValue): string {
  if (typeof value !== 'number') return value.text;
  const text = String(value);
  // Between these, JavaScript writes no exponent (ECMA-262, Number::toString).
  const size = Math.abs(value);
  if ((size >= 1e-6 && size < 1e21) || size === 0) return text;
  const parts = partsOf(text);
  return parts ? textOf(parts) : text;
}

/** Whether a double is within what DynamoDB stores; NaN and the infinities are not. */
export const isStorableNumber = (value: number): boolean =>
  value === 0 || (Math.abs(value) >= 1e-130 && Math.abs(value) < 1e126);

/** Negative, zero or positive as the first is below, equal to or above the second; exact. */
export function compareDecimals(one: DecimalValue, other: DecimalValue): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [a, b] = [partsOf(canonicalDecimal(one)), partsOf(canonicalDecimal(other))];
  if (!a || !b) return NaN;
  const [signA, signB] = [signOf(a), signOf(b)];
  if (signA !== signB) return signA - signB;
  if (a.exponent !== b.exponent) return signA * (a.exponent - b.exponent);
  // Equal exponents and no leading zeros: digits compare as text.
  return a.digits === b.digits ? 0 : signA * (a.digits < b.digits ? -1 : 1);
}

const signOf = ({ digits, negative }: Parts): number => (digits === '' ? 0 : negative ? -1 : 1);

interface Parts {
  readonly negative: boolean;
  /** Significant digits without leading or trailing zeros; '' is zero. */
  readonly digits: string;
  /** Power of ten of the first digit. */
  readonly exponent: number;
}

function partsOf(literal: string): Parts | undefined {
  if (literal.length > MAX_LITERAL) return undefined;
  const match = LITERAL.exec(literal);
  if (!match) return undefined;
  const whole = match[2] ?? '';
  const fraction = match[3] ?? match[4] ?? '';
  const all = whole + fraction;
  const leading = /^0*/.exec(all)?.[0].length ?? 0;
  const digits = all.slice(leading).replace(/0+$/, '');
  if (digits === '') return { negative: false, digits, exponent: 0 };
  return {
    negative: match[1] === '-',
    digits,
    exponent: whole.length - leading - 1 + Number(match[5] ?? 0),
  };
}

const isStorable = ({ digits, exponent }: Parts): boolean =>
  digits === '' || (digits.length <= MAX_DIGITS && exponent >= MIN_EXPONENT && exponent <= MAX_EXPONENT);

/** Written out where that takes no more than 38 places, else with an exponent. */
function textOf({ negative, digits, exponent }: Parts): string {
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (exponent >= MAX_DIGITS || exponent < -7) {
    const fraction = digits.slice(1);
    return `${sign}${digits[0] ?? ''}${fraction === '' ? '' : `.${fraction}`}E${exponent}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
