import { isLeft, left } from 'fp-ts/Either';
import type { Payload } from './dataset';
import { toItem } from './item';

const FILE = { fileId: 'A'.repeat(22), lastModified: '2026-03-14T09:26:53.000Z', region: 'us-east-1', shardCount: 16 };
const draft = (payload: Payload, key = 'k') => ({
  dataset: 'weather',
  schemaVersion: 2,
  key,
  time: '2026-01-01T00:00:00.000Z',
  payload,
  ordinal: 7,
});
const codes = (payload: Payload, key?: string) => {
  const item = toItem(draft(payload, key), FILE, 1);
  return isLeft(item) ? item.left.map(({ code }) => code) : [];
};

describe('an item', () => {
  it('is named by its record, ordered by its writer and traceable to its row', () => {
    expect(toItem(draft({ wind: 4.7 }), FILE, 1_773_480_413_589)).toEqual({
      _tag: 'Right',
      right: {
        recordId: 'weather#k',
        timestamp: '2026-01-01T00:00:00.000Z',
        processingStatus: 'PROCESSED',
        statusShard: expect.stringMatching(/^PROCESSED#\d+$/),
        payload: { wind: 4.7 },
        schemaVersion: 2,
        source: `${FILE.fileId}:7`,
        revision: `20260314T092653Z#${FILE.fileId}#0000000007#002`,
        contentHash: expect.stringMatching(/^[\w-]{22}$/),
        originRegion: 'us-east-1',
        processedAt: 1_773_480_413_589,
      },
    });
  });

  it('that DynamoDB would not take is a fault of its row', () => {
    let deep: Payload = {};
    for (let level = 0; level < 32; level += 1) deep = { deep };
    expect(codes({ text: 'x'.repeat(409_600) })).toEqual(['item.size']);
    expect(codes(deep)).toEqual(['item.depth']);
    expect(codes({}, '')).toEqual(['key.empty']);
    expect(codes({}, 'é'.repeat(1_025))).toEqual(['key.size']);
    expect(codes({}, 'é'.repeat(1_020))).toEqual([]);
  });

  it('tells of its key and of its payload at once', () => {
    expect(codes({ ratio: NaN }, '')).toEqual(['key.empty', 'number.range']);
  });

  it.each(['', '2026-01-01', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00.000+01:00'])(
    'has one form of time: %j is refused, and its dataset is to be mended',
    (time) => {
      expect(toItem({ ...draft({}), time }, FILE, 1)).toEqual(
        left([
          {
            code: 'time.format',
            path: '',
            message:
              'The time of the record is not an instant as 2026-01-31T23:59:59.000Z. Correct the time of its dataset.',
          },
        ]),
      );
    },
  );

  it('of a dataset with a sequence is ordered by that first, and refused without one', () => {
    expect(toItem({ ...draft({}), sequence: 42 }, FILE, 1)).toMatchObject({
      right: { revision: `S00000000000000000042#20260314T092653Z#${FILE.fileId}#0000000007#002` },
    });
    expect(toItem({ ...draft({}), sequence: -1 }, FILE, 1)).toMatchObject({
      left: [
        {
          code: 'sequence.range',
          message:
            'The sequence of the record is not a whole number from 0 on of at most 20 digits. Correct it and send the row again.',
        },
      ],
    });
  });

  it.each([NaN, Infinity, 1e126, 1e-131])('with the number %d is refused, and told where it stands', (number) => {
    expect(toItem(draft({ wind: { gusts: [1, number] } }), FILE, 1)).toMatchObject({
      left: [
        {
          code: 'number.range',
          path: 'wind.gusts[1]',
          message:
            'wind.gusts[1]: the transform made a number that DynamoDB does not store. Correct the row or the dataset.',
        },
      ],
    });
  });
});
