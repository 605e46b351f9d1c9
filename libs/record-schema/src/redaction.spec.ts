import * as fc from 'fast-check';
import * as t from 'io-ts';
import { decimal, nullable, optional, text } from './codecs';
import type { Dataset } from './dataset';
import { Decimal, UnstorableNumber } from './decimal';
import { isSensitive, redactedFaults, redactedRow } from './redaction';

const person = t.type({ email: text(), country: text() });
const guarding = (record: t.Mixed, ...sensitive: readonly string[]) =>
  ({ record, sensitive }) as unknown as Pick<Dataset, 'record' | 'sensitive'>;

describe('a path', () => {
  const dataset = guarding(t.type({}), 'customer.email', 'people.phone');

  it.each(['', 'customer', 'customer.email', 'customer.email.host', 'people', 'people[3]', 'people[3].phone'])(
    '%j could show what is sensitive',
    (path) => {
      expect(isSensitive(dataset, path)).toBe(true);
    },
  );

  it.each(['total', 'customer.country', 'customer.emailing', 'people[3].name'])('%j could not', (path) => {
    expect(isSensitive(dataset, path)).toBe(false);
  });

  it('of a dataset without sensitive members never could', () => {
    expect(isSensitive({}, '')).toBe(false);
  });
});

describe('of a row', () => {
  it('the members that the schema knows are kept, without the sensitive ones', () => {
    const record = t.type({ id: text(), customer: person, total: decimal(), lines: t.array(t.type({ note: text() })) });
    const row = {
      id: 'a',
      customer: { email: 'ann@x', country: 'DE', mail: 'ann@x' },
      total: Decimal.parse('12345678901234567.5'),
      lines: [{ note: 'n', to: 'ann@x' }, 'ann@x'],
      contact: 'ann@x',
    };
    expect(redactedRow(guarding(record, 'customer.email'), row)).toEqual({
      id: 'a',
      customer: { country: 'DE' },
      total: '12345678901234567.5',
      lines: [{ note: 'n' }, null],
    });
  });

  it('numbers that cannot be stored are kept as they were written', () => {
    expect(redactedRow(guarding(t.type({ n: decimal() }), 'm'), { n: new UnstorableNumber('1e999') })).toEqual({
      n: '1e999',
    });
  });

  it.each([
    ['plain', person],
    ['optional', optional(person as never)],
    ['nullable', nullable(person as never)],
    ['both', optional(nullable(person as never))],
    ['exact', t.exact(person)],
    ['partial', t.partial(person.props)],
    ['of several parts', t.intersection([person, t.partial({ name: text() })])],
  ])('nothing sensitive is kept, whatever stands where an object should be that is %s', (_, customer) => {
    const dataset = guarding(t.type({ customer, people: t.array(customer) }), 'customer.email', 'people.email');
    const secret = fc.constantFrom<unknown>(
      'ann@x',
      ['ann@x'],
      { email: 'ann@x', country: 'DE' },
      { email: { host: 'ann@x' } },
      { 'ann@x': 1 },
      [{ email: ['ann@x'] }],
      null,
    );
    fc.assert(
      fc.property(
        fc.oneof(secret, fc.record({ customer: secret, people: fc.oneof(secret, fc.array(secret)) })),
        (row) => {
          expect(JSON.stringify(redactedRow(dataset, row)) ?? '').not.toContain('ann@x');
        },
      ),
    );
    expect(redactedRow(dataset, { customer: { email: 'ann@x', country: 'DE' } })).toEqual({
      customer: { country: 'DE' },
    });
  });
});

it('the faults of a row that could not be read tell their codes only, and what these mean', () => {
  const fault = { code: 'json.syntax', path: 'ann@x', message: 'ann@x', actual: 'ann@x' };
  expect(redactedFaults([fault])).toEqual([
    {
      code: 'json.syntax',
      path: '',
      message:
        'The row breaks the rule json.syntax. Its text is not kept, since the dataset holds personal data: look at the file.',
    },
  ]);
  expect(redactedFaults([fault], { 'json.syntax': 'The row is not JSON.' })).toMatchObject([
    {
      message: 'The row is not JSON. Its text is not kept, since the dataset holds personal data: look at the file.',
    },
  ]);
});
