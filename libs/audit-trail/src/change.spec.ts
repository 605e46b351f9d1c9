import { isLeft, right } from 'fp-ts/Either';
import { type StreamRecord, toEntry } from './change';
import { type Entry, entryLine } from './entry';
import { FILE_ID, item, receipt, rejected, streamRecord } from './fixtures/stream-records';

function entryOf(record: StreamRecord): Entry {
  const entry = toEntry(record);
  if (isLeft(entry) || entry.right === undefined) throw new Error(JSON.stringify(entry));
  return entry.right;
}

describe('the entry of a change', () => {
  it('holds the whole new image, and the file and row that it came from', () => {
    expect(entryOf(streamRecord('INSERT', { after: item }))).toMatchObject({
      action: 'WRITTEN',
      recordId: 'sensor-readings#s-1#7',
      revision: item['revision'] && 'S' in item['revision'] ? item['revision'].S : '',
      dataset: 'sensor-readings',
      fileId: FILE_ID,
      ordinal: 7,
      image: {
        payload: { M: { celsius: { N: '21.5' }, tags: { L: [{ S: 'roof' }] } } },
        source: { S: `${FILE_ID}:7` },
      },
    });
  });

  it('is the same, to the byte, through either region, at any time, replayed or replicated', () => {
    const here = streamRecord('INSERT', { after: item });
    const there = streamRecord('MODIFY', {
      before: { ...item, revision: { S: '1' } },
      after: Object.fromEntries(
        Object.entries({
          ...item,
          originRegion: { S: 'us-west-2' },
          processedAt: { N: '9' },
          echo: { BOOL: true },
        }).reverse(),
      ),
      sequence: '7',
      seconds: 1_773_490_000,
    });
    expect(entryLine(entryOf(there))).toBe(entryLine(entryOf(here)));
  });

  it('of another revision is another, also where the content stayed', () => {
    const renewed = streamRecord('MODIFY', {
      before: item,
      after: { ...item, revision: { S: 'S9' }, echo: { BOOL: true } },
    });
    expect(entryOf(renewed).entryId).not.toBe(entryOf(streamRecord('INSERT', { after: item })).entryId);
  });

  it('of a receipt has its counter as a revision that orders as text', () => {
    const entry = entryOf(streamRecord('MODIFY', { before: receipt, after: receipt }));
    expect(entry).toMatchObject({ revision: '0000000003', dataset: 'sensor-readings', fileId: FILE_ID });
    expect(entry.image?.['done']).toEqual({ NS: ['0', '4096'] });
    expect(entry).not.toHaveProperty('ordinal');
  });

  it('of a rejected row has its status and content as revision: resolved comes after rejected', () => {
    const refused = entryOf(streamRecord('INSERT', { after: rejected }));
    const resolved = entryOf(streamRecord('MODIFY', { after: { ...rejected, processingStatus: { S: 'RESOLVED' } } }));
    expect(refused).toMatchObject({ dataset: 'sensor-readings', fileId: FILE_ID, ordinal: 12 });
    expect(refused.revision).toMatch(/^REJECTED#[\w-]{22}$/);
    expect(resolved.revision > refused.revision).toBe(true);
  });

  it.each([
    [1_808_040_412, 'REMOVED'],
    [1_808_040_413, 'EXPIRED'],
  ])('of a removal at %d is %s: a replica does not tell who deleted', (seconds, action) => {
    const entry = entryOf(streamRecord('REMOVE', { before: rejected, seconds }));
    expect(entry).toMatchObject({ action, recordId: `rejected#${FILE_ID}#12`, fileId: FILE_ID });
    expect(entry).not.toHaveProperty('image');
  });

  it('of a heartbeat is none', () => {
    const after = { recordId: { S: 'heartbeat#us-east-1' }, timestamp: { S: 'now' } };
    expect(toEntry(streamRecord('MODIFY', { after }))).toEqual(right(undefined));
  });

  it.each([
    [{ eventName: 'TRUNCATE' }, 'the event is "TRUNCATE"'],
    [{ eventName: 'INSERT' }, 'the key is not recordId and timestamp'],
    [streamRecord('INSERT', { after: { ...item, timestamp: { N: '5' } } }), 'the key is not recordId and timestamp'],
    [streamRecord('REMOVE', { after: item }), 'the old image cannot be read: the image is not a map of attributes'],
    [
      streamRecord('INSERT', { after: { ...item, payload: { N: 'many' } } }),
      'the new image cannot be read: payload is not a value of type N',
    ],
    [streamRecord('INSERT', { after: { ...item, revision: { M: {} } } }), 'the revision is neither a text nor a count'],
    [
      streamRecord('INSERT', { after: { ...item, revision: { N: '1.5' } } }),
      'the revision is neither a text nor a count',
    ],
  ])('of %j is a fault', (record, reason) => {
    expect(toEntry(record)).toMatchObject({ left: reason });
  });
});
