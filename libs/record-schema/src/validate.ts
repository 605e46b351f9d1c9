import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type * as t from 'io-ts';
import type { Dataset } from './dataset';
import { isSensitive } from './redaction';
import { bounded, type Fault, type FaultCode, faultCodes, rendered } from './fault';

/** More faults than this say nothing more of one row, and must fit its item. */
const MAX_FAULTS = 50;

/** The record of a row, or every fault of it. */
export function validate<A>(dataset: Dataset<A>, value: unknown): Either<readonly Fault[], A> {
  const decoded = dataset.record.decode(value);
  return isLeft(decoded)
    ? left(decoded.left.slice(0, MAX_FAULTS).map((error) => faultOf(dataset, error)))
    : right(decoded.right);
}

function faultOf(dataset: Pick<Dataset, 'sensitive'>, { context, value, message }: t.ValidationError): Fault {
  const path = pathOf(context);
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
  const hidden = isSensitive(dataset, path);
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

/** `reading.value`, `items[2].price`: names with dots between them, indices of arrays in brackets. */
function pathOf(context: t.Context): string {
  let path = '';
  for (const [depth, { key }] of context.entries()) {
    if (depth === 0) continue;
    const parent = context[depth - 1]?.type as { readonly _tag?: string } | undefined;
    if (parent?._tag === 'ArrayType' || parent?._tag === 'ReadonlyArrayType') path += `[${key}]`;
    else path += path === '' ? key : `.${key}`;
  }
  return bounded(path);
}

/** Leaves are named for people; the structures of io-ts are named for programmers. */
function expectedOf(type: t.Decoder<unknown, unknown> | undefined): string {
  const tag = (type as { readonly _tag?: string } | undefined)?._tag;
  if (tag === 'InterfaceType' || tag === 'PartialType' || tag === 'ExactType') return 'an object';
  if (tag === 'ArrayType' || tag === 'ReadonlyArrayType') return 'an array';
  if (tag === 'StringType') return 'a text';
  if (tag === 'BooleanType') return 'true or false';
  return type?.name ?? 'another value';
}
