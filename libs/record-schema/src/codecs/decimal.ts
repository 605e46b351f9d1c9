import type * as t from 'io-ts';
import {
  compareDecimals,
  Decimal,
  type DecimalValue,
  isStorableNumber,
  readDecimal,
  UnstorableNumber,
} from '../decimal';
import { type LeafAnswer, LeafType } from './leaf';

export interface DecimalRange {
  readonly min?: number;
  readonly max?: number;
}

const isDecimal = (value: unknown): value is DecimalValue =>
  value instanceof Decimal || (typeof value === 'number' && isStorableNumber(value));

const within = (value: DecimalValue, { min = -Infinity, max = Infinity }: DecimalRange): boolean =>
  typeof value === 'number'
    ? value >= min && value <= max
    : (min === -Infinity || compareDecimals(value, min) >= 0) && (max === Infinity || compareDecimals(value, max) <= 0);

const named = (what: string, { min, max }: DecimalRange): string => {
  if (min !== undefined && max !== undefined) return `${what} from ${min} to ${max}`;
  if (min !== undefined) return `${what} of at least ${min}`;
  return max === undefined ? what : `${what} of at most ${max}`;
};

/** The decimal of a value that is a number already. */
function fromNumber(value: unknown): LeafAnswer<DecimalValue> {
  if (isDecimal(value)) return { value };
  return { fault: typeof value === 'number' || value instanceof UnstorableNumber ? 'number.range' : 'field.type' };
}

/** The decimal that a column's text writes. */
function fromColumn(value: unknown): LeafAnswer<DecimalValue> {
  if (typeof value !== 'string') return { fault: 'field.type' };
  const read = readDecimal(value.trim());
  if (read === undefined) return { fault: 'field.type' };
  return read === 'beyond' ? { fault: 'number.range' } : { value: read };
}

/** Beyond, or nearer to zero, a number is rare, and is asked about in full. */
const [LARGE, SMALL] = [1e100, 1e-100];

/** Holds of the numbers that people mean, in code. */
function quickly({ min = -LARGE, max = LARGE }: DecimalRange, whole: boolean): (name: string) => string {
  const [least, most] = [Math.max(min, -LARGE), Math.min(max, LARGE)];
  return (name) => {
    const kind = whole ? `Number.isInteger(${name})` : `(${name} >= ${SMALL} || ${name} === 0 || ${name} <= ${-SMALL})`;
    return `typeof ${name} === 'number' && ${name} >= ${least} && ${name} <= ${most} && ${kind}`;
  };
}

function decimalCodec(
  what: string,
  range: DecimalRange,
  read: (value: unknown) => LeafAnswer<DecimalValue>,
  isOfKind: (value: DecimalValue) => boolean = () => true,
): t.Type<DecimalValue> {
  const is = (value: unknown): value is DecimalValue => isDecimal(value) && isOfKind(value) && within(value, range);
  const inRange = (value: unknown): LeafAnswer<DecimalValue> => {
    const answer = read(value);
    if ('fault' in answer) return answer;
    if (!isOfKind(answer.value)) return { fault: 'field.type' };
    return within(answer.value, range) ? answer : { fault: 'field.range' };
  };
  // A number of JSON is held as it came; what a column's text writes is not.
  return new LeafType(named(what, range), is, inRange, read === fromNumber, quickly(range, isOfKind === isWhole));
}

const isWhole = (value: DecimalValue): boolean => (typeof value === 'number' ? Number.isInteger(value) : value.isWhole);

/** A number of JSON, exact. */
export const decimal = (range: DecimalRange = {}) => decimalCodec('a decimal number', range, fromNumber);

/** A whole number of JSON, exact. */
export const integer = (range: DecimalRange = {}) => decimalCodec('a whole number', range, fromNumber, isWhole);

/** A number of a CSV column, exact; spaces around it are tolerated. */
export const decimalColumn = (range: DecimalRange = {}) => decimalCodec('a decimal number', range, fromColumn);

/** A whole number of a CSV column, exact. */
export const integerColumn = (range: DecimalRange = {}) => decimalCodec('a whole number', range, fromColumn, isWhole);
