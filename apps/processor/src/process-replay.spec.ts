import { gzipSync } from 'node:zlib';
import type { ObjectAddress, ReplayMessage } from '@pipeline/runtime-contract';
import { TryAgain } from './errors';
import { created, invoke, message } from './testing/invoke';
import { MemoryCloud } from './testing/memory-ports';

const HEADER = 'date,precipitation,temp_max,temp_min,wind,weather';
const good = (day: string) => `2026-01-${day},0.0,12.8,5.0,4.7,drizzle`;
const WRONG = '2026-01-02,0.0,12.8,5.0,4.7,drizzle,one too many';
const done = { batchItemFailures: [] };

let cloud: MemoryCloud;
beforeEach(() => {
  cloud = new MemoryCloud();
});

const receiptOf = (which: 'file' | number) =>
  [...cloud.receipts.values()].find(({ replay }) => (which === 'file' ? !replay : replay?.number === which));

/** The replay that an operator would ask for: every row that is rejected now, in parts of so many. */
function replays(object: ObjectAddress, number = 1, each = 500): ReplayMessage[] {
  const file = receiptOf('file')!;
  const rows = [...cloud.rejected.values()]
    .filter(({ processingStatus }) => processingStatus === 'REJECTED')
    .map(({ ordinal }) => ordinal)
    .sort((one, other) => one - other);
  const parts: number[][] = [];
  for (let from = 0; from < rows.length; from += each) parts.push(rows.slice(from, from + each));
  return parts.map((part) => ({
    kind: 'replay',
    fileId: file.recordId.slice('file#'.length),
    address: object,
    origin: { ...file.origin, lastModified: file.object.lastModified },
    replay: number,
    of: file.timestamp,
    rows: part,
    parts: parts.map(([first]) => first!),
  }));
}
const replay = (of: ReplayMessage, receives = 1) => invoke(cloud, [message(JSON.stringify(of), receives)]);

/** A mended schema, as far as the table can tell: the rejected row's bytes are what they should have been. */
function mend(ordinal: number, raw: string): void {
  const [key, row] = [...cloud.rejected].find(([, { ordinal: of }]) => of === ordinal)!;
  cloud.rejected.set(key, { ...row, raw });
}

async function delivered(key: string, body: string | Uint8Array): Promise<ObjectAddress> {
  const object = cloud.put(key, body);
  await invoke(cloud, [message(created(object))]);
  return object;
}

describe('a replay', () => {
  it('stores what fits its schema now, leaves the rest, and accounts for both in a receipt of its own', async () => {
    const object = await delivered('incoming/weather/a.csv', [HEADER, good('01'), WRONG, WRONG, good('04')].join('\n'));
    expect(receiptOf('file')).toMatchObject({ rows: 4, stored: 2, rejected: 2 });
    mend(2, good('02'));
    const [only] = replays(object);
    expect(await replay(only!)).toEqual(done);
    expect(receiptOf(1)).toMatchObject({
      timestamp: '2026-03-14T09:26:53.000Z#us-east-1#replay-1',
      processingStatus: 'COMPLETED_WITH_REJECTS',
      replay: { number: 1, of: '2026-03-14T09:26:53.000Z#us-east-1' },
      rows: 2,
      stored: 1,
      duplicate: 0,
      superseded: 0,
      rejected: 1,
    });
    expect(receiptOf('file')).toMatchObject({ rows: 4, stored: 2, rejected: 2 });
    expect([...cloud.rejected.values()].map(({ processingStatus }) => processingStatus)).toEqual([
      'RESOLVED',
      'REJECTED',
    ]);
    const item = cloud.items.get('weather#seattle|2026-01-02T00:00:00.000Z');
    expect(item?.source).toBe(`${only!.fileId}:2`);
  });

  it('is done once however often its message comes, and again under the next number', async () => {
    const object = await delivered('incoming/weather/a.csv', [HEADER, WRONG, WRONG].join('\n'));
    mend(1, good('01'));
    const [first] = replays(object);
    await replay(first!);
    await replay(first!, 2);
    expect(receiptOf(1)).toMatchObject({ rows: 2, stored: 1, rejected: 1 });
    mend(2, good('02'));
    const [second] = replays(object, 2);
    expect(second!.rows).toEqual([2]);
    await replay(second!);
    expect(receiptOf(2)).toMatchObject({ processingStatus: 'COMPLETED', rows: 1, stored: 1, rejected: 0 });
    expect(cloud.items.size).toBe(2);
  });

  it('in parts ends with the last of them, whatever their order', async () => {
    const object = await delivered('incoming/weather/a.csv', [HEADER, WRONG, WRONG, WRONG].join('\n'));
    for (const ordinal of [1, 2, 3]) mend(ordinal, good(`0${ordinal}`));
    const parts = replays(object, 1, 1);
    await replay(parts[2]!);
    await replay(parts[0]!);
    expect(receiptOf(1)).toMatchObject({ processingStatus: 'PROCESSING', rows: 2 });
    await replay(parts[1]!);
    expect(receiptOf(1)).toMatchObject({ processingStatus: 'COMPLETED', rows: 3, stored: 3 });
  });

  it('never replaces what is newer', async () => {
    const object = await delivered('incoming/weather/a.csv', [HEADER, WRONG].join('\n'));
    const newer = cloud.put(
      'incoming/weather/b.csv',
      [HEADER, good('02').replace('4.7', '9.9')].join('\n'),
      '2026-03-15T00:00:00.000Z',
    );
    await invoke(cloud, [message(created(newer))]);
    mend(1, good('02'));
    await replay(replays(object)[0]!);
    expect(receiptOf(1)).toMatchObject({ rows: 1, stored: 0, superseded: 1 });
    expect([...cloud.rejected.values()][0]?.processingStatus).toBe('RESOLVED');
  });

  it.each(['rejectedRow', 'open', 'put', 'resolve', 'commitSlice', 'finish'])(
    'that dies at %s, before it or after it, counts every row once when it comes again',
    async (fatal) => {
      for (const dies of ['before', 'after'] as const) {
        cloud = new MemoryCloud();
        const object = await delivered('incoming/weather/a.csv', [HEADER, WRONG, WRONG, WRONG].join('\n'));
        for (const ordinal of [1, 2]) mend(ordinal, good(`0${ordinal}`));
        const [only] = replays(object);
        let left = 1;
        cloud.hook = (operation, phase) => {
          if (operation === fatal && phase === dies && left > 0) {
            left -= 1;
            throw new Error('the process died here');
          }
        };
        expect((await replay(only!)).batchItemFailures).toHaveLength(1);
        expect(await replay(only!, 2)).toEqual(done);
        expect(receiptOf(1)).toMatchObject({
          processingStatus: 'COMPLETED_WITH_REJECTS',
          rows: 3,
          stored: 2,
          rejected: 1,
        });
        expect(cloud.items.size).toBe(2);
      }
    },
  );

  it('waits out a throttled table', async () => {
    const object = await delivered('incoming/weather/a.csv', [HEADER, WRONG].join('\n'));
    mend(1, good('01'));
    const began = cloud.now;
    cloud.hook = () => {
      if (cloud.now < began + 20_000) throw new TryAgain('throttled', 'Rate exceeded');
    };
    expect(await replay(replays(object)[0]!)).toEqual(done);
    expect(receiptOf(1)).toMatchObject({ rows: 1, stored: 1 });
  });
});

describe('a row whose item does not hold all of it', () => {
  const cut = () => {
    for (const [key, { raw: _, ...row }] of cloud.rejected) {
      cloud.rejected.set(key, { ...row, raw: 'the begin', rawTruncated: true });
    }
  };
  const text = [HEADER, good('01'), WRONG, good('03'), '2026-01-04,0.0,12.8,5.0,4.7,', good('05')].join('\n');

  it.each([
    ['plain', 'incoming/weather/a.csv', Buffer.from(text)],
    ['compressed', 'incoming/weather/a.csv.gz', gzipSync(text)],
  ])('is read again from the %s object, at its place', async (_, key, body) => {
    cloud.chunkBytes = 7;
    const object = await delivered(key, body);
    expect(receiptOf('file')).toMatchObject({ rows: 5, stored: 3, rejected: 2 });
    cut();
    const version = cloud.objects.get(object.versionId!)!;
    const mended = text.replace(
      WRONG,
      good('02').replace('4.7', '4.7'.padEnd(3 + WRONG.length - good('02').length, '0')),
    );
    expect(mended).toHaveLength(text.length);
    cloud.objects.set(object.versionId!, {
      ...version,
      body: key.endsWith('.gz') ? gzipSync(mended) : Buffer.from(mended),
    });
    await replay(replays(object)[0]!);
    expect(receiptOf(1)).toMatchObject({ rows: 2, stored: 1, rejected: 1 });
    expect(cloud.items.get('weather#seattle|2026-01-02T00:00:00.000Z')?.source).toMatch(/:2$/);
  });

  it('of a dataset with personal data is read from the object, since its item has none', async () => {
    const object = await delivered('incoming/orders/a.json', '[{"orderId":"o-1"}]');
    expect([...cloud.rejected.values()][0]).toMatchObject({ redacted: true });
    const opened: string[] = [];
    cloud.hook = (operation, phase) => void (phase === 'before' && opened.push(operation));
    await replay(replays(object)[0]!);
    expect(opened).toContain('open');
    expect(receiptOf(1)).toMatchObject({ rows: 1, rejected: 1 });
  });

  it('whose object is gone ends the replay FAILED, its message with the reason among the dead letters', async () => {
    const object = await delivered('incoming/weather/a.csv', text);
    cloud.objects.clear();
    expect(await replay(replays(object)[0]!)).toEqual(done);
    expect(cloud.deadLetters[0]?.context).toMatchObject({ code: 'OBJECT_GONE', slice: 2 });
    expect(receiptOf(1)).toMatchObject({ processingStatus: 'FAILED', rows: 0, fault: { code: 'OBJECT_GONE' } });
    expect(receiptOf('file')).toMatchObject({ processingStatus: 'COMPLETED_WITH_REJECTS' });
  });
});

describe('what no replay can mend', () => {
  it('a row that has expired is refused by name', async () => {
    const object = await delivered('incoming/weather/a.csv', [HEADER, WRONG].join('\n'));
    const [only] = replays(object);
    cloud.rejected.clear();
    expect(await replay(only!)).toEqual(done);
    expect(cloud.deadLetters[0]?.context.code).toBe('NO_SUCH_ROW');
  });

  it('the rest of a JSON file whose extent was lost stays one rejected row', async () => {
    const object = await delivered('incoming/movies/a.json', '[{"Title":"A"}]{"Title":"B"}');
    const lost = [...cloud.rejected.values()].filter(({ faults }) => faults.some(({ code }) => code === 'json.lost'));
    expect(lost).toHaveLength(1);
    await replay(replays(object)[0]!);
    expect(receiptOf(1)?.rejected).toBeGreaterThanOrEqual(1);
    expect(cloud.items.has('movies#B|')).toBe(false);
  });
});

describe('a row of each format', () => {
  const reading = '{"sensorId":"s-1","takenAt":"2026-01-01T00:00:00Z","reading":{"temperatureCelsius":20.5}}';
  const film = '{"Title":"A Film","Release Date":"Jun 12 1998"}';

  it.each([
    ['ndjson', 'incoming/sensor-readings/a.ndjson', '{"x":1}\n{bad\n', reading],
    ['json', 'incoming/movies/a.json', '[{"x":1}, {bad}]', film],
  ])('is read from its own bytes: %s', async (_, key, file, mended) => {
    const object = await delivered(key, file);
    expect(receiptOf('file')).toMatchObject({ rows: 2, rejected: 2 });
    mend(1, mended);
    await replay(replays(object)[0]!);
    expect(receiptOf(1)).toMatchObject({ rows: 2, stored: 1, rejected: 1 });
    mend(2, mended);
    await replay(replays(object, 2)[0]!);
    // The second row of the same key is the later one: its revision is higher.
    expect(receiptOf(2)).toMatchObject({ processingStatus: 'COMPLETED', rows: 1, stored: 0, duplicate: 1 });
  });
});
