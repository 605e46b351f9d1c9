import { isRight, left, right } from 'fp-ts/Either';
import * as fc from 'fast-check';
import { decodeEventKey, MAX_REPLAY_ROWS, parseQueueMessage, type ReplayMessage, type SliceMessage } from './messages';

const record = (object: object, eventName = 'ObjectCreated:Put') => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  eventName,
  eventTime: '2026-03-14T09:26:53.589Z',
  s3: { bucket: { name: 'serverless-data-ingestion-prod' }, object },
});
const event = (...records: readonly object[]) => JSON.stringify({ Records: records });
const slice: SliceMessage = {
  kind: 'slice',
  fileId: 'AAAAAAAAAAAAAAAAAAAAAA',
  address: { bucket: 'b', key: 'incoming/weather/a.csv', versionId: 'v' },
  origin: {
    role: 'ingestion-us-east-1',
    key: 'incoming/weather/a.csv',
    versionId: 'v',
    lastModified: '2026-03-14T09:26:53.000Z',
  },
  slice: { start: 10, ordinal: 2, line: 2 },
  attempt: 0,
};

describe('a message', () => {
  it('of created objects gives each, its key decoded and its version pinned', () => {
    const body = event(
      record({ key: 'incoming/weather/my+report+%281%29+%C3%BC%2B.csv', versionId: 'v1', eTag: 'e', size: 3 }),
      record({ key: 'incoming/weather/b.csv' }, 'ObjectCreated:CompleteMultipartUpload'),
    );
    expect(parseQueueMessage(body)).toEqual(
      right({
        kind: 'created',
        objects: [
          {
            address: {
              bucket: 'serverless-data-ingestion-prod',
              key: 'incoming/weather/my report (1) ü+.csv',
              versionId: 'v1',
              etag: 'e',
            },
            eventTime: '2026-03-14T09:26:53.589Z',
          },
          {
            address: { bucket: 'serverless-data-ingestion-prod', key: 'incoming/weather/b.csv' },
            eventTime: '2026-03-14T09:26:53.589Z',
          },
        ],
      }),
    );
  });

  it('of our own is what was sent', () => {
    expect(parseQueueMessage(JSON.stringify(slice))).toEqual(right(slice));
    const adopt = { kind: 'adopt' as const, address: slice.address, origin: slice.origin };
    expect(parseQueueMessage(JSON.stringify(adopt))).toEqual(right(adopt));
  });

  it('of S3 about its configuration is a test', () => {
    expect(parseQueueMessage('{"Service":"Amazon S3","Event":"s3:TestEvent"}')).toEqual(right({ kind: 'test' }));
  });

  it.each([
    ['nothing', 'The message is not JSON. Only S3, the processor and the sentinel may send to the ingest queue.'],
    ['{}', 'The message is neither an S3 event, an s3:TestEvent, a slice, an adopt nor a replay message.'],
    ['{"Records":[]}', 'The message is neither an S3 event, an s3:TestEvent, a slice, an adopt nor a replay message.'],
    [
      JSON.stringify({ ...slice, attempt: -1 }),
      'The message is neither an S3 event, an s3:TestEvent, a slice, an adopt nor a replay message.',
    ],
    [
      event(record({ key: 'a' }, 'ObjectRemoved:Delete')),
      'The pipeline reads created objects, not "ObjectRemoved:Delete".',
    ],
    [event(record({ key: '%E4' })), 'The event\'s key "%E4" is not form-URL-encoded UTF-8.'],
  ])('%s is none that the pipeline knows', (body, sentence) => {
    expect(parseQueueMessage(body)).toEqual(left(sentence));
  });

  it('whatever it is, is never taken for nothing', () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        const parsed = parseQueueMessage(body);
        if (isRight(parsed) && parsed.right.kind === 'created') expect(parsed.right.objects.length).toBeGreaterThan(0);
      }),
    );
  });
});

it('decodes every key that S3 can encode', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (key) => {
      const encoded = encodeURIComponent(key).replace(/%20/g, '+');
      expect(decodeEventKey(encoded)).toBe(key);
    }),
  );
});

describe('a replay', () => {
  const replay: ReplayMessage = {
    kind: 'replay',
    fileId: 'F',
    address: { bucket: 'b', key: 'incoming/weather/a.csv', versionId: 'v' },
    origin: { role: 'ingestion-us-east-1', key: 'incoming/weather/a.csv', lastModified: '2026-03-14T09:26:53.000Z' },
    replay: 1,
    of: '2026-03-14T09:26:53.000Z#us-east-1',
    rows: [3, 4, 900],
    parts: [3],
  };

  it('is read as it was written', () => {
    expect(parseQueueMessage(JSON.stringify(replay))).toEqual(right(replay));
  });

  it.each([
    ['the 0th', { replay: 0 }],
    ['without rows', { rows: [] }],
    ['with rows that do not ascend', { rows: [4, 3] }],
    ['with a row twice', { rows: [3, 3] }],
    ['with too many rows', { rows: Array.from({ length: MAX_REPLAY_ROWS + 1 }, (_, index) => index + 1) }],
    ['of a file that nobody dated', { origin: { role: 'r', key: 'k' } }],
  ])('%s is none', (_, wrong) => {
    expect(isRight(parseQueueMessage(JSON.stringify({ ...replay, ...wrong })))).toBe(false);
  });
});
