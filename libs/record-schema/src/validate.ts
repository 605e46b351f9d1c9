import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type * as t from 'io-ts';
import { compileDecode, UNSURE } from './compiled-decode';
import type { Dataset } from './dataset';
import { ownMembers } from './own-members';
import { isSensitive, shownPath } from './redaction';
import { bare, type Structure } from './structure';
import { withoutAlternatives } from './union-errors';
import { bounded, escaped, type Fault, type FaultCode, faultCodes, rendered } from './fault';

/** More faults than this say nothing more of one row, and must fit its item. */
const MAX_FAULTS = 50;

/**
 * Makes, once for a dataset, the function that gives the record of a row, or every fault of it. Valid rows go through
 * compiled code; whatever that is not sure of is decoded by the codec itself.
 */
export function validator<A>(dataset: Dataset<A>): (value: unknown) => Either<readonly Fault[], A> {
  const decode = compileDecode(dataset.record) ?? (() => UNSURE);
  return (value) => {
    const record = decode(value);
    return record === UNSURE ? decoded(dataset, value) : right(record as A);
  };
}

function decoded<A>(dataset: Dataset<A>, value: unknown): Either<readonly Fault[], A> {
  const record = dataset.record.decode(ownMembers(value));
  return isLeft(record)
    ? left(
        withoutAlternatives(record.left)
          .slice(0, MAX_FAULTS)
          .map((error) => faultOf(dataset, error)),
      )
    : record;
}

function faultOf(dataset: Pick<Dataset, 'sensitive'>, { context, value, message }: t.ValidationError): Fault {
  const path = shownPath(dataset, pathOf(context));
  const expected = expectedOf(context.at(-1)?.type);
  const where = path === '' ? 'The row' : path;
  if (value === undefined) {
    return fault(
      'field.missing',
      path,
      `${where} is missing: expected ${expected}. Add it and send the row again.`,
      expected,
    );
  }
  const code: FaultCode = message !== undefined && message in faultCodes ? (message as FaultCode) : 'field.type';
  // Names of members may be personal too: a map by address where a text should be.
  const hidden = isSensitive(dataset, path) || (dataset.sensitive !== undefined && typeof value === 'object');
  const actual = hidden ? 'a value that is not shown, since it could be personal' : rendered(value);
  const got = `expected ${expected}, got ${actual}`;
  const sentence =
    code === 'number.range'
      ? `${where}: ${actual} has more than 38 significant digits or is beyond the range of DynamoDB. Send a number that can be stored.`
      : `${where}: ${got}. Correct the value and send the row again.`;
  return hidden ? fault(code, path, sentence, expected) : { ...fault(code, path, sentence, expected), actual };
}

const fault = (code: FaultCode, path: string, message: string, expected: string): Fault => ({
  code,
  path,
  message,
  expected,
});

/** Parents whose context keys number their alternatives: no member of the row is called so. */
const UNNAMED = new Set(['UnionType', 'IntersectionType']);

/** `reading.value`, `items[2].price`: names with dots between them, indices of arrays in brackets. */
function pathOf(context: t.Context): string {
  let path = '';
  for (const [depth, { key }] of context.entries()) {
    const parent = context[depth - 1]?.type;
    const tag = parent && bare(parent)._tag;
    if (!parent || (tag !== undefined && UNNAMED.has(tag))) continue;
    if (tag === 'ArrayType' || tag === 'ReadonlyArrayType') path += `[${key}]`;
    else path += path === '' ? key : `.${key}`;
  }
  return bounded(escaped(path));
}

/** The codecs of io-ts are named for programmers; ours are named for people. */
const PLAIN: Readonly<Record<string, string>> = {
  InterfaceType: 'an object',
  PartialType: 'an object',
  IntersectionType: 'an object',
  DictionaryType: 'an object',
  AnyDictionaryType: 'an object',
  ArrayType: 'an array',
  ReadonlyArrayType: 'an array',
  AnyArrayType: 'an array',
  StringType: 'a text',
  NumberType: 'a number',
  BooleanType: 'true or false',
};

function expectedOf(type: Structure | undefined): string {
  if (!type) return 'another value';
  const { _tag = '', name, besides, types } = type;
  if (_tag === 'OptionalType' && type.type) return `${expectedOf(type.type)}${besides ?? ''}`;
  if (_tag === 'ExactType' || _tag === 'ReadonlyType') return expectedOf(type.type);
  if (_tag === 'UnionType' && types) return types.map(expectedOf).join(', or ');
  return PLAIN[_tag] ?? name;
}
