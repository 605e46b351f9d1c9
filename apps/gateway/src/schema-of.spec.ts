import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import { isRight } from 'fp-ts/Either';
import * as t from 'io-ts';
import { answers } from './codecs/answers';
import { listOf, oneOf, written } from './codecs/described';
import {
  byFile,
  byUpload,
  completeRequest,
  filesQuery,
  partsRequest,
  recordsQuery,
  rejectsQuery,
  uploadRequest,
} from './codecs/requests';
import { membersOf, schemaOf } from './schema-of';

const word = written('a word', /^[a-z]+$/);
const WORD = { type: 'string', pattern: '^[a-z]+$', description: 'a word' };

describe('the schema of a codec', () => {
  it.each<readonly [string, t.Any, object]>([
    ['of one value is its own', word, WORD],
    ['of a list', t.readonlyArray(word), { type: 'array', items: WORD }],
    ['of a bounded list', listOf(word, 5), { type: 'array', minItems: 1, maxItems: 5, items: WORD }],
    ['of a union', t.union([oneOf('a'), word]), { anyOf: [{ type: 'string', enum: ['a'] }, WORD] }],
    [
      'of an object names what must be there',
      t.intersection([t.type({ a: word }), t.partial({ b: word })]),
      { type: 'object', properties: { a: WORD, b: WORD }, required: ['a'] },
    ],
    [
      'of an intersection with a union has both',
      t.intersection([t.type({ a: word }), t.union([t.type({ b: word }), t.type({ c: word })])]),
      {
        allOf: [
          { type: 'object', properties: { a: WORD }, required: ['a'] },
          {
            anyOf: [
              { type: 'object', properties: { b: WORD }, required: ['b'] },
              { type: 'object', properties: { c: WORD }, required: ['c'] },
            ],
          },
        ],
      },
    ],
  ])('%s', (_, codec, schema) => {
    expect(schemaOf(codec)).toEqual(schema);
  });

  it('that is not known is not made up', () => {
    expect(() => schemaOf(t.string)).toThrow('No schema is known for the codec string (StringType).');
  });
});

describe('the members of a codec', () => {
  it('are those of an object, or of nothing but objects', () => {
    expect(membersOf(t.partial({ a: word }))).toEqual({ properties: { a: WORD }, required: [] });
    expect(membersOf(t.intersection([t.type({ a: word }), t.union([t.type({}), t.type({})])]))).toBeUndefined();
    expect(membersOf(word)).toBeUndefined();
  });
});

const ajv = new Ajv2020({ strict: false, validateFormats: false });
const bodies: Readonly<Record<string, t.Any>> = { uploadRequest, partsRequest, completeRequest };
const texts = { byFile, byUpload, filesQuery, recordsQuery, rejectsQuery };

/** Values that are near to what a codec takes: some fit. */
const near = fc.oneof(
  fc.constantFrom<unknown>('weather', 'a.csv', 'ab'.repeat(32), 'A'.repeat(22), 'AAAAAAAAAAA=', `"${'a'.repeat(32)}"`),
  fc.constantFrom<unknown>('COMPLETED', 'PROCESSED', 'REJECTED', 'file', 'ndjson', '01HZZZZZZZZZZZZZZZZZZZZZZZ'),
  fc.constantFrom<unknown>(0, 1, 1.5, 10_000, 10_001, 9e15, '', '\n', 'ä.csv', true, null, []),
  fc.string(),
);
const names = ['dataset', 'fileName', 'size', 'sha256', 'accelerated', 'parts', 'crc64nvme', 'id', 'status', 'format'];
const part = fc.record({ number: near, etag: near, crc64nvme: near }, { requiredKeys: [] });
const value = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...names, 'header'), near, { maxKeys: 8 }),
    fc.option(fc.array(part, { maxLength: 3 }), { nil: undefined }),
  )
  .map(([object, parts]) => (parts ? { ...object, parts } : object));
const fitting = {
  uploadRequest: { dataset: 'weather', fileName: 'a.csv', size: 1, sha256: 'ab'.repeat(32) },
  partsRequest: { parts: [{ number: 1, crc64nvme: 'AAAAAAAAAAA=' }] },
  completeRequest: { crc64nvme: 'AAAAAAAAAAA=', parts: [{ number: 1, etag: 'aa', crc64nvme: 'AAAAAAAAAAA=' }] },
};

describe('a document', () => {
  it.each(Object.entries(bodies))('refuses of %s what the gateway refuses, and nothing else', (name, codec) => {
    const validate = ajv.compile(schemaOf(codec));
    const base = fitting[name as keyof typeof fitting];
    expect([validate(base), isRight(codec.decode(base))]).toEqual([true, true]);
    const spoilt = fc.tuple(fc.boolean(), value).map(([onto, other]) => (onto ? { ...base, ...other } : other));
    fc.assert(
      fc.property(spoilt, (given) => {
        expect(validate(given)).toBe(isRight(codec.decode(given)));
      }),
      { numRuns: 500 },
    );
  });

  it.each([...Object.entries(texts), ...Object.entries(answers)])('has a schema of %s that is one', (_, codec) => {
    expect(ajv.validateSchema(schemaOf(codec))).toBe(true);
  });
});
