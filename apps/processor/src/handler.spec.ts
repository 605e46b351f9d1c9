import type { SQSEvent } from 'aws-lambda';
import { RefuseRow } from './errors';
import testEvent from './fixtures/s3-test-event-through-sqs.json';
import { created, invoke, message } from './testing/invoke';
import { MemoryCloud } from './testing/memory-ports';

const HEADER = 'date,precipitation,temp_max,temp_min,wind,weather';
const day = (date: string, wind = '4.7') => `2026-01-${date},0.0,12.8,5.0,${wind},drizzle`;
const file = (...rows: readonly string[]) => [HEADER, ...rows, ''].join('\n');
const KEY = 'incoming/weather/my report (1) ü+.csv';
const done = { batchItemFailures: [] };

let cloud: MemoryCloud;
beforeEach(() => {
  cloud = new MemoryCloud();
});
const receipt = () => [...cloud.receipts.values()][0];
const windOf = (date: string) =>
  cloud.items.get(`weather#seattle|2026-01-${date}T00:00:00.000Z`)?.payload['windMetresPerSecond'];

describe('a file', () => {
  it('is stored row by row, under a key as S3 encodes it, and accounted for', async () => {
    const object = cloud.put(KEY, file(day('01'), day('02')));
    expect(await invoke(cloud, [message(created(object))])).toEqual(done);
    expect(receipt()).toMatchObject({
      processingStatus: 'COMPLETED',
      rows: 2,
      stored: 2,
      duplicate: 0,
      superseded: 0,
      rejected: 0,
      dataset: 'weather',
      object: { key: KEY, versionId: object.versionId, lastModified: '2026-03-14T09:26:53.000Z' },
    });
    expect([...cloud.items.keys()]).toEqual([
      'weather#seattle|2026-01-01T00:00:00.000Z',
      'weather#seattle|2026-01-02T00:00:00.000Z',
    ]);
  });

  it('costs a bad row that row only, with its line and every fault', async () => {
    const object = cloud.put(KEY, file(day('01'), '2026-01-02,x,12.8,5.0,y,drizzle', day('03')));
    await invoke(cloud, [message(created(object))]);
    expect(receipt()).toMatchObject({ processingStatus: 'COMPLETED_WITH_REJECTS', rows: 3, stored: 2, rejected: 1 });
    const [rejected] = [...cloud.rejected.values()];
    expect(rejected).toMatchObject({ ordinal: 2, line: 3, raw: '2026-01-02,x,12.8,5.0,y,drizzle' });
    expect(rejected?.faults.map(({ path }) => path)).toEqual(['precipitation', 'wind']);
  });

  it('of which a row is rejected has its header in the receipt, also where a later slice rejects it', async () => {
    const object = cloud.put(KEY, file(day('01'), day('02')));
    await invoke(cloud, [message(created(object))]);
    expect(receipt()).not.toHaveProperty('header');
    const small = { environment: { SLICE_BYTES: 60 } };
    const bad = cloud.put(KEY, file(day('01'), day('02'), 'bad', day('04'), 'bad'), '2026-03-14T10:00:00.000Z');
    await invoke(cloud, [message(created(bad))], small);
    while (cloud.sent.length > 0) {
      await invoke(cloud, [message(JSON.stringify(cloud.sent.shift()))], small);
    }
    const [, second] = [...cloud.receipts.values()];
    expect(Object.keys(second?.slices ?? {}).length).toBeGreaterThan(2);
    expect(second).toMatchObject({ processingStatus: 'COMPLETED_WITH_REJECTS', rejected: 2 });
    expect(second?.header).toEqual(HEADER.split(','));
  });

  it('whose header is longer than a receipt takes has none there', async () => {
    const object = cloud.put(KEY, [`${HEADER},${'x'.repeat(3_000)}`, `${day('01')},`, 'bad', ''].join('\n'));
    await invoke(cloud, [message(created(object))]);
    expect(receipt()).toMatchObject({ rows: 2, rejected: 1 });
    expect(receipt()).not.toHaveProperty('header');
  });

  it('is left alone once either region completed it', async () => {
    const object = cloud.put(KEY, file(day('01')));
    await invoke(cloud, [message(created(object))]);
    cloud.items.clear();
    expect(await invoke(cloud, [message(created(object))])).toEqual(done);
    expect(cloud.items.size).toBe(0);
  });

  it('delivered again with the same content stores nothing, with newer content replaces, and older never wins', async () => {
    const first = cloud.put(KEY, file(day('01')), '2026-03-14T10:00:00.000Z');
    const same = cloud.put(KEY, file(day('01')), '2026-03-14T11:00:00.000Z');
    const newer = cloud.put(KEY, file(day('01', '9.9')), '2026-03-14T12:00:00.000Z');
    const late = cloud.put(KEY, file(day('01', '1.1')), '2026-03-14T09:00:00.000Z');
    for (const object of [first, same, newer, late]) await invoke(cloud, [message(created(object))]);
    expect(
      [...cloud.receipts.values()].map(({ stored, duplicate, superseded }) => [stored, duplicate, superseded]),
    ).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 1],
    ]);
    expect(windOf('01')).toBe(9.9);
  });

  it('writes rows of one key in their order', async () => {
    const object = cloud.put(KEY, file(day('01', '1'), day('01', '2'), day('01', '3')));
    await invoke(cloud, [message(created(object))]);
    expect(windOf('01')).toBe(3);
    expect(receipt()).toMatchObject({ rows: 3, stored: 3 });
  });
});

describe('an item that the table does not take', () => {
  it('is a rejected row, and its neighbours are stored', async () => {
    const object = cloud.put(KEY, file(day('01'), day('02'), day('03')));
    let puts = 0;
    cloud.hook = (operation, phase) => {
      if (operation === 'put' && phase === 'before' && (puts += 1) === 2) throw new RefuseRow('unforeseen');
    };
    expect(await invoke(cloud, [message(created(object))])).toEqual(done);
    expect(receipt()).toMatchObject({ processingStatus: 'COMPLETED_WITH_REJECTS', rows: 3, stored: 2, rejected: 1 });
    expect([...cloud.rejected.values()]).toMatchObject([
      { ordinal: 2, line: 3, faults: [{ code: 'item.refused', message: 'DynamoDB refuses the item: unforeseen' }] },
    ]);
  });
});

describe('a message', () => {
  it('of S3 about itself is acknowledged', async () => {
    expect(await invoke(cloud, (testEvent as SQSEvent).Records)).toEqual(done);
    expect(cloud.receipts.size).toBe(0);
  });

  it.each(['{}', 'no JSON', '{"Records":[]}', '{"Records":[{"eventSource":"aws:sns"}]}'])(
    'that says something else (%s) fails and comes back later',
    async (body) => {
      expect(await invoke(cloud, [message(body)])).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-1' }] });
      expect(cloud.visibility.at(-1)).toEqual({ receiptHandle: 'handle of message-1', seconds: 23 });
      expect(cloud.deadLetters).toEqual([]);
    },
  );

  it('fails alone: its neighbours of the batch are done', async () => {
    const object = cloud.put(KEY, file(day('01')));
    const records = [message('{}', 1, 'bad'), message(created(object), 1, 'good')];
    expect(await invoke(cloud, records)).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] });
    expect(receipt()?.processingStatus).toBe('COMPLETED');
  });

  it('whose object is gone is dead-lettered with its body and context, and its receipt says FAILED', async () => {
    const body = created({ bucket: 'b', key: KEY, versionId: 'gone' });
    expect(await invoke(cloud, [message(body)])).toEqual(done);
    expect(cloud.deadLetters).toEqual([
      { body, context: expect.objectContaining({ code: 'OBJECT_GONE', key: KEY, receives: 1 }) },
    ]);
    expect(receipt()).toMatchObject({ processingStatus: 'FAILED', timestamp: '2026-03-14T09:26:53.000Z#us-east-1' });
  });

  it('of an unknown dataset is dead-lettered', async () => {
    const object = cloud.put('incoming/nobody/x.csv', file(day('01')));
    expect(await invoke(cloud, [message(created(object))])).toEqual(done);
    expect(cloud.deadLetters[0]?.context.code).toBe('UNKNOWN_DATASET');
    expect(receipt()).toMatchObject({ processingStatus: 'FAILED', fault: { code: 'UNKNOWN_DATASET' } });
  });

  it('that fails at its last receive is dead-lettered by us, with the reason', async () => {
    const object = cloud.put(KEY, file(day('01')));
    cloud.hook = (operation, phase) => {
      if (operation === 'put' && phase === 'before') throw new Error('throttled');
    };
    const failed = await invoke(cloud, [message(created(object), 9)]);
    expect(failed.batchItemFailures).toHaveLength(1);
    expect(await invoke(cloud, [message(created(object), 10)])).toEqual(done);
    expect(cloud.deadLetters[0]?.context).toMatchObject({ code: 'RETRIES_EXHAUSTED', receives: 10 });
    expect(receipt()).toMatchObject({ processingStatus: 'FAILED', fault: { code: 'RETRIES_EXHAUSTED' } });
  });

  it('moved back from the dead letters completes what had failed', async () => {
    const object = cloud.put(KEY, file(day('01')));
    cloud.hook = (operation) => {
      if (operation === 'put') throw new Error('down');
    };
    await invoke(cloud, [message(created(object), 10)]);
    cloud.hook = () => undefined;
    expect(await invoke(cloud, [message(cloud.deadLetters[0]!.body)])).toEqual(done);
    expect(receipt()).toMatchObject({ processingStatus: 'COMPLETED', rows: 1, stored: 1 });
    expect(receipt()?.fault).toBeUndefined();
  });
});

describe('a lost acknowledgement', () => {
  it('of a write counts the row as stored, once', async () => {
    const object = cloud.put(KEY, file(day('01'), day('02')));
    let lost = false;
    cloud.hook = (operation, phase) => {
      if (operation === 'put' && phase === 'after' && !lost) {
        lost = true;
        throw new Error('connection reset');
      }
    };
    const response = await invoke(cloud, [message(created(object))]);
    expect(response.batchItemFailures).toHaveLength(1);
    await invoke(cloud, [message(created(object), 2)]);
    expect(receipt()).toMatchObject({ rows: 2, stored: 2, duplicate: 0 });
  });

  it('of a commit adds nothing twice', async () => {
    const object = cloud.put(KEY, file(day('01'), day('02')));
    let lost = false;
    cloud.hook = (operation, phase) => {
      if (operation === 'commitSlice' && phase === 'after' && !lost) {
        lost = true;
        throw new Error('connection reset');
      }
    };
    await invoke(cloud, [message(created(object))]);
    expect(receipt()?.processingStatus).toBe('PROCESSING');
    await invoke(cloud, [message(created(object), 2)]);
    expect(receipt()).toMatchObject({ processingStatus: 'COMPLETED', rows: 2, stored: 2 });
  });
});

describe('time', () => {
  const many = Array.from({ length: 20 }, (_, index) => day(String(index + 1).padStart(2, '0')));

  /** Runs the queue dry, each write taking a second of the cloud's clock. */
  async function drain(first: string): Promise<number> {
    cloud.hook = (operation, phase) => {
      if (operation === 'put' && phase === 'before') cloud.now += 1_000;
    };
    const bodies = [first];
    let invocations = 0;
    for (let body = bodies.shift(); body !== undefined; body = bodies.shift()) {
      invocations += 1;
      const response = await invoke(cloud, [message(body)], {
        milliseconds: 35_000,
        environment: { MAX_WRITES_IN_FLIGHT: 1 },
      });
      expect(response).toEqual(done);
      bodies.push(...cloud.sent.splice(0).map((slice) => JSON.stringify(slice)));
    }
    return invocations;
  }

  it('that runs short behind the last byte leaves no rest: S3 refuses an empty range', async () => {
    const object = cloud.put(KEY, file(day('01')));
    cloud.hook = (operation) => {
      if (operation === 'put') cloud.now += 290_000;
    };
    expect(await invoke(cloud, [message(created(object))])).toEqual(done);
    expect(cloud.sent).toEqual([]);
    expect(receipt()).toMatchObject({ processingStatus: 'COMPLETED', rows: 1, stored: 1 });
  });

  it('that runs short splits the file at a row, and the slices add up', async () => {
    cloud.chunkBytes = 64;
    const object = cloud.put(KEY, file(...many));
    expect(await drain(created(object))).toBeGreaterThan(3);
    expect(receipt()).toMatchObject({ processingStatus: 'COMPLETED', rows: 20, stored: 20 });
    expect(receipt()?.done.size).toBe(Object.keys(receipt()!.slices).length);
    const ordinals = [...cloud.items.values()].map(({ source }) => Number(source.split(':')[1]));
    expect(ordinals.sort((one, other) => one - other)).toEqual(many.map((_, index) => index + 1));
  });

  it('that ended after a split was committed loses nothing: the redelivery only sends the rest again', async () => {
    const object = cloud.put(KEY, file(...many));
    cloud.hook = (operation, phase) => {
      if (operation === 'put' && phase === 'before') cloud.now += 1_000;
      if (operation === 'sendSlice') throw new Error('the process died here');
    };
    const options = { milliseconds: 35_000, environment: { MAX_WRITES_IN_FLIGHT: 1 } };
    const response = await invoke(cloud, [message(created(object))], options);
    expect(response.batchItemFailures).toHaveLength(1);
    const stored = cloud.items.size;
    cloud.hook = () => undefined;
    await invoke(cloud, [message(created(object), 2)], options);
    expect(cloud.items.size).toBe(stored);
    expect(cloud.sent).toHaveLength(1);
    await drain(JSON.stringify(cloud.sent.shift()));
    expect(receipt()).toMatchObject({ processingStatus: 'COMPLETED', rows: 20, stored: 20 });
  });

  it('of which none is left hands the message back without a receive', async () => {
    const object = cloud.put(KEY, file(day('01')));
    const short = { milliseconds: 10_000 };
    expect((await invoke(cloud, [message(created(object))], short)).batchItemFailures).toHaveLength(1);
    expect(cloud.visibility.at(-1)?.seconds).toBeLessThanOrEqual(5);
    expect(await invoke(cloud, [message(created(object), 2)], short)).toEqual(done);
    expect(cloud.resent).toEqual([created(object)]);
  });

  it('is what a crash costs: visibility is shortened to the rest of the invocation and a minute', async () => {
    await invoke(cloud, [message(created(cloud.put(KEY, file(day('01')))))]);
    expect(cloud.visibility[0]).toEqual({ receiptHandle: 'handle of message-1', seconds: 360 });
  });
});

describe('a file in which nearly everything is wrong', () => {
  const bad = '2026-01-02,x,12.8,5.0,y,drizzle';
  const limits = { environment: { MAX_REJECTED_ROWS: 3, MAX_REJECTED_PERCENT: 50 } };

  it('stops, keeps what it counted, and names the rest; with a higher limit a redrive reads on', async () => {
    const object = cloud.put(KEY, file(day('01'), bad, bad, bad, bad, bad, day('07')));
    expect(await invoke(cloud, [message(created(object))], limits)).toEqual(done);
    expect(receipt()).toMatchObject({
      processingStatus: 'FAILED',
      rows: 5,
      stored: 1,
      rejected: 4,
      fault: { code: 'TOO_MANY_REJECTS' },
    });
    expect(cloud.sent).toEqual([]);
    await invoke(cloud, [message(cloud.deadLetters[0]!.body)]);
    await invoke(cloud, [message(JSON.stringify(cloud.sent.shift()))]);
    expect(receipt()).toMatchObject({ processingStatus: 'COMPLETED_WITH_REJECTS', rows: 7, stored: 2, rejected: 5 });
  });
});
