import type { WriteInput } from '../cloud/simulated-table';
import type { Random } from '../engine/random';

/** The conditions that the function's adapters write, and the neighbours of them. */
const CONDITIONS = [
  'attribute_not_exists(recordId)',
  'attribute_exists(#recordId)',
  'attribute_not_exists(#revision) OR (#revision < :revision AND #contentHash <> :contentHash)',
  '#revision < :revision AND #contentHash = :contentHash',
  '#revision <= :revision AND NOT #contentHash = :contentHash',
  '#revision > :revision OR #revision >= :contentHash',
  'attribute_exists(#recordId) AND NOT #status IN (:revision, :contentHash)',
  'attribute_exists(#recordId) AND NOT contains(#done, :one)',
  'attribute_not_exists(#slices.#start.#end) AND NOT contains(#done, :one)',
  '#slices.#start.#end = :one',
  '#rows > :one',
];

const UPDATES = [
  'SET #revision = :revision, #contentHash = :contentHash',
  'SET #status = :revision ADD #rows :one, #done :mark REMOVE #fault',
  'SET #started = if_not_exists(#started, :one), #fault = :map',
  'SET #slices.#next = :map',
  'SET #slices.#start.#end = :one, #slices.#next = :map',
  'ADD #status :one',
];

const NAMES = ['recordId', 'revision', 'contentHash', 'status', 'done', 'rows', 'fault', 'started', 'slices'];

export interface TableOperation {
  readonly kind: 'get' | 'put' | 'update';
  readonly input: WriteInput;
}

/** One operation of a function on a table: few keys and few values, so that conditions hold about as often as not. */
export function tableOperation(random: Random): TableOperation {
  const recordId = random.chance(0.02) ? '' : random.pick(['a', 'b', 'ü', 'x'.repeat(40)]);
  const key = { recordId, timestamp: random.pick(['2026', '2027']) };
  if (random.chance(0.2)) return { kind: 'get', input: { Key: key } };
  const isPut = random.chance(0.5);
  const condition = random.chance(0.8) ? random.pick(CONDITIONS) : undefined;
  const update = isPut ? undefined : random.pick(UPDATES);
  const text = `${condition ?? ''} ${update ?? ''}`;
  const values = {
    ':revision': random.pick(['r1', 'r2', 'r3']),
    ':contentHash': random.pick(['h1', 'h2']),
    ':one': random.pick([1, 2, 3]),
    ':mark': new Set([random.below(4)]),
    ':map': { ordinal: random.below(9) },
  };
  const used = Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(text));
  const names = [...NAMES, 'next', 'start', 'end'].filter((name) => new RegExp(`#${name}\\b`).test(text));
  const input: WriteInput = {
    ...(condition === undefined ? {} : { ConditionExpression: condition }),
    ...(update === undefined ? {} : { UpdateExpression: update, ReturnValues: 'ALL_NEW' }),
    ...(names.length === 0
      ? {}
      : { ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])) }),
    ...(used.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(used) }),
    ...(random.chance(0.7) ? { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } : {}),
  };
  if (!isPut) return { kind: 'update', input: { ...input, Key: key } };
  const Item = {
    ...key,
    ...(random.chance(0.8) ? { revision: random.pick(['r1', 'r2', 'r3']) } : {}),
    contentHash: random.pick(['h1', 'h2']),
    status: random.pick(['r1', 'h2', 'other']),
    ...(random.chance(0.5) ? { done: new Set([random.below(4)]) } : {}),
    ...(random.chance(0.5)
      ? { slices: { start: random.chance(0.5) ? { line: 1 } : { line: 1, end: random.below(4) } } }
      : {}),
    payload: { number: random.below(100) / 8, flag: random.chance(0.5), list: [null, 'ü'], text: '' },
  };
  return { kind: 'put', input: { ...input, Item } };
}
