/**
 * DynamoDB's numbers: decimals of at most 38 significant digits, magnitudes 1E-130 to 9.99…E+125, and zero.
 * (Developer Guide, "Naming rules and data types", Number.) They are kept as text in one canonical form — no exponent,
 * no leading or trailing zero, no `-0` — so that equal numbers are equal strings.
 */

const MAX_DIGITS = 38;
const MAX_EXPONENT = 125;
const MIN_EXPONENT = -130;

const OVERFLOW = 'Number overflow. Attempting to store a number with magnitude larger than supported range';
const UNDERFLOW = 'Number underflow. Attempting to store a number with magnitude smaller than supported range';
const TOO_PRECISE = 'Attempting to store more than 38 significant digits in a Number';

/** 0.d₁d₂… × 10^(exponent + 1); `digits` has no zero at either end and is empty for zero. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  /** The power of ten of the first digit. */
  readonly exponent: number;
}

export type Numeric = { readonly number: string } | { readonly fault: string };

const CANONICAL_INTEGER = /^(?:0|-?[1-9][0-9]{0,14})$/;
const NUMBER = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/;

/** A number of any notation as a decimal of any size; undefined if the text is not a number. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const whole = match[2] ?? '';
  const fraction = match[3] ?? '';
  if (whole === '' && fraction === '') return undefined;
  const all = whole + fraction;
  let first = 0;
  while (first < all.length && all[first] === '0') first++;
  let end = all.length;
  while (end > first && all[end - 1] === '0') end--;
  if (first === end) return { negative: false, digits: '', exponent: 0 };
  return {
    negative: match[1] === '-',
    digits: all.slice(first, end),
    exponent: whole.length - 1 - first + Number(match[4] ?? 0),
  };
}

/** The canonical text of a decimal. */
export function formatDecimal({ negative, digits, exponent }: Decimal): string {
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return sign + digits + '0'.repeat(exponent + 1 - digits.length);
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

function withinLimits(decimal: Decimal): Numeric {
  if (decimal.exponent > MAX_EXPONENT) return { fault: OVERFLOW };
  if (decimal.exponent < MIN_EXPONENT) return { fault: UNDERFLOW };
  if (decimal.digits.length > MAX_DIGITS) return { fault: TOO_PRECISE };
  return { number: formatDecimal(decimal) };
}

/** The canonical form of a number as a client sent it, or AWS's message why it can't be stored. */
export function canonicalNumber(text: string): Numeric {
  if (CANONICAL_INTEGER.test(text)) return { number: text };
  if (text === '') return { fault: 'The parameter cannot be converted to a numeric value' };
  const decimal = parseDecimal(text);
  if (decimal === undefined) return { fault: `The parameter cannot be converted to a numeric value: ${text}` };
  return withinLimits(decimal);
}

function decimalOf(canonical: string): Decimal {
  const decimal = parseDecimal(canonical);
  if (decimal === undefined) throw new TypeError(`'${canonical}' is not a number: it did not pass canonicalNumber.`);
  return decimal;
}

/** Negative, zero or positive as the first of two canonical numbers is less than, equal to or greater than the second. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  // Rounding to a double keeps order: where the doubles differ they differ the right way round.
  const rounded = Number(left) - Number(right);
  if (rounded !== 0) return rounded;
  const [a, b] = [decimalOf(left), decimalOf(right)];
  const magnitude = a.exponent - b.exponent || (a.digits < b.digits ? -1 : 1);
  return a.negative ? -magnitude : magnitude;
}

/** Digits of a decimal as an integer, counted in units of 10^-scale. */
function scaled({ negative, digits, exponent }: Decimal, scale: number): bigint {
  if (digits === '') return 0n;
  const units = BigInt(digits + '0'.repeat(exponent + 1 - digits.length + scale));
  return negative ? -units : units;
}

/** The sum of two canonical numbers, exact; a sum that 38 digits can't hold is AWS's overflow, never rounded. */
export function addNumbers(left: string, right: string): Numeric {
  if (CANONICAL_INTEGER.test(left) && CANONICAL_INTEGER.test(right))
    return { number: String(Number(left) + Number(right)) };
  const [a, b] = [decimalOf(left), decimalOf(right)];
  const scale = Math.max(0, a.digits.length - 1 - a.exponent, b.digits.length - 1 - b.exponent);
  const sum = parseDecimal(`${scaled(a, scale) + scaled(b, scale)}e-${scale}`);
  if (sum === undefined) throw new TypeError('The sum of two integers is an integer.');
  const result = withinLimits(sum);
  // DynamoDB reports lost precision of a sum as an overflow.
  return 'fault' in result && result.fault === TOO_PRECISE ? { fault: OVERFLOW } : result;
}

/** The negative of a canonical number. */
export function negateNumber(canonical: string): string {
  if (canonical === '0') return canonical;
  return canonical.startsWith('-') ? canonical.slice(1) : `-${canonical}`;
}
