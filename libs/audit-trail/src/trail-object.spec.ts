import { isRight, right } from 'fp-ts/Either';
import { toEntry } from './change';
import { entryLine } from './entry';
import { item, streamRecord } from './fixtures/stream-records';
import { type ObservedEntry, readObject, readObjectKey, sha256Of, trailObjects } from './trail-object';

function observed(sequenceNumber: string, instant: string): ObservedEntry {
  const entry = toEntry(streamRecord('INSERT', { after: { ...item, revision: { S: sequenceNumber } } }));
  if (!isRight(entry) || entry.right === undefined) throw new Error('no entry');
  return { entry: entry.right, sequenceNumber, seconds: Date.parse(instant) / 1_000 };
}

const batch = [
  observed('101', '2026-03-14T09:59:58.000Z'),
  observed('102', '2026-03-14T10:00:00.000Z'),
  observed('103', '2026-03-14T09:59:59.000Z'),
];

describe('the objects of a batch', () => {
  it('are one for each hour of its changes, with their lines in order', () => {
    const [nine, ten, ...others] = trailObjects('us-east-1', batch);
    expect(others).toEqual([]);
    expect(nine?.key).toMatch(/^entries\/region=us-east-1\/dt=2026-03-14\/hour=09\/101-103-[0-9a-f]{64}\.ndjson\.gz$/);
    expect(ten?.key).toContain('/hour=10/102-102-');
    expect(readObject(nine!.body)).toEqual(right([batch[0]!, batch[2]!].map(({ entry }) => entryLine(entry))));
  });

  it('are the same when the batch comes again, and named after their bytes', () => {
    expect(trailObjects('us-east-1', batch)).toEqual(trailObjects('us-east-1', batch));
    for (const { key, body, sha256 } of trailObjects('us-east-1', batch)) {
      expect(sha256Of(body)).toBe(sha256);
      expect(readObjectKey(key)).toMatchObject({ region: 'us-east-1', sha256 });
    }
  });

  it('carry no time and no operating system', () => {
    const [object] = trailObjects('us-east-1', batch);
    expect([...object!.body.subarray(4, 10)]).toEqual([0, 0, 0, 0, 0, 255]);
  });

  it.each(['entries/region=us-east-1/dt=2026-03-14/hour=09/x.ndjson.gz', 'entries/README', ''])(
    '"%s" is no key',
    (key) => {
      expect(readObjectKey(key)).toBeUndefined();
    },
  );

  it('that are no gzip, or cut, say so', () => {
    expect(readObject(Buffer.from('text'))).toMatchObject({ left: expect.stringContaining('it is not gzip') });
    const { body } = trailObjects('us-east-1', batch)[0]!;
    expect(readObject(body.subarray(0, -9))).toMatchObject({ left: expect.stringContaining('it is not gzip') });
  });
});
