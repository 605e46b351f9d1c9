import { readFilters, UnknownPattern } from './filter-criteria';

const record = (recordId: string, eventName = 'INSERT') => ({
  eventName,
  dynamodb: {
    Keys: { recordId: { S: recordId } },
    NewImage: { rows: { N: '5' }, done: { BOOL: true }, tags: { SS: ['a', 'b'] } },
  },
});
const pattern = (value: object) => JSON.stringify(value);
const keys = (...alternatives: unknown[]) => pattern({ dynamodb: { Keys: { recordId: { S: alternatives } } } });
const image = (fields: object) => pattern({ dynamodb: { NewImage: fields } });

describe('filter criteria', () => {
  it('pass every record where there are none', () => {
    expect(readFilters([])(record('a'))).toBe(true);
  });

  it.each([
    ['a prefix', keys({ prefix: 'orders#' }), 'orders#1', 'orders'],
    ['a suffix', keys({ suffix: '#1' }), 'orders#1', 'orders#2'],
    ['anything but a prefix', keys({ 'anything-but': { prefix: 'heartbeat#' } }), 'orders#1', 'heartbeat#us-east-1'],
    ['anything but values', keys({ 'anything-but': ['a', 'b'] }), 'c', 'b'],
    ['anything but one value', keys({ 'anything-but': 'a' }), 'c', 'a'],
    ['one of several', keys('a', { prefix: 'b' }), 'bc', 'c'],
  ])('match %s', (_, text, passes, fails) => {
    const filter = readFilters([text]);
    expect([filter(record(passes)), filter(record(fails))]).toEqual([true, false]);
  });

  it.each([
    ['a value with its type', image({ rows: { N: ['5'] } }), true],
    ['no number for a text', image({ rows: { N: [5] } }), false],
    ['true', image({ done: { BOOL: [true] } }), true],
    ['a member of a list', image({ tags: { SS: ['b'] } }), true],
    ['what is there', image({ rows: { N: [{ exists: true }] } }), true],
    ['what is not there', image({ other: { N: [{ exists: false }] } }), true],
    ['nothing in a field that is not there', image({ other: { S: [{ 'anything-but': 'x' }] } }), false],
    [
      'only all fields together',
      pattern({ eventName: ['INSERT'], dynamodb: { Keys: { recordId: { S: ['b'] } } } }),
      false,
    ],
  ])('match %s', (_, text, passes) => {
    expect(readFilters([text])(record('a'))).toBe(passes);
  });

  it('pass what one of several patterns matches', () => {
    const filter = readFilters([pattern({ eventName: ['REMOVE'] }), keys('a')]);
    expect([filter(record('a')), filter(record('b', 'REMOVE')), filter(record('b'))]).toEqual([true, true, false]);
  });

  it.each([
    ['numeric', image({ rows: { N: [{ numeric: ['>', 1] }] } }), 'dynamodb.NewImage.rows.N has {"numeric":[">",1]}'],
    ['$or', pattern({ $or: [{ eventName: ['INSERT'] }] }), '$or is a form that is not emulated'],
    [
      'two forms at once',
      keys({ prefix: 'a', suffix: 'b' }),
      'dynamodb.Keys.recordId.S has {"prefix":"a","suffix":"b"}',
    ],
    ['anything but a suffix', keys({ 'anything-but': { suffix: 'a' } }), '{"anything-but":{"suffix":"a"}}'],
    ['a value without its list', pattern({ eventName: 'INSERT' }), 'eventName is "INSERT"'],
    ['an empty list', pattern({ eventName: [] }), 'eventName is an empty list'],
    ['no JSON', '{', '{ is not JSON'],
  ])('refuse %s by name', (_, text, message) => {
    expect(() => readFilters([text])).toThrow(UnknownPattern);
    expect(() => readFilters([text])).toThrow(message);
  });
});
