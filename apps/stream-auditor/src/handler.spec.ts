import { audit, change, entriesIn, FILE_ID, reading, revision } from './testing/invoke';
import { MemoryRegion } from './testing/memory-ports';

const numbered = (sequence: number): string => String(sequence).padStart(21, '1');
const failureAt = (sequence: number) => ({ batchItemFailures: [{ itemIdentifier: numbered(sequence) }] });
const NONE = { batchItemFailures: [] };

describe('a batch of the stream', () => {
  it('becomes one object with an entry a change', async () => {
    const region = new MemoryRegion();
    await expect(audit(region, [change(1, reading(1)), change(2, reading(2), reading(1))])).resolves.toEqual(NONE);
    expect([...region.objects.keys()]).toEqual([
      expect.stringMatching(
        new RegExp(
          `^entries/region=us-east-1/dt=2026-03-14/hour=09/${numbered(1)}-${numbered(2)}-[0-9a-f]{64}.ndjson.gz$`,
        ),
      ),
    ]);
    expect(entriesIn(region)).toMatchObject([{ revision: revision(1) }, { revision: revision(2), fileId: FILE_ID }]);
  });

  it('that comes again adds nothing', async () => {
    const region = new MemoryRegion();
    const batch = [change(1, reading(1)), change(2, reading(2, 's-2'))];
    await audit(region, batch);
    const before = new Map(region.objects);
    await expect(audit(region, batch)).resolves.toEqual(NONE);
    expect(region.objects).toEqual(before);
  });

  it('of heartbeats only writes nothing', async () => {
    const region = new MemoryRegion();
    const heartbeat = { ...reading(1), recordId: { S: 'heartbeat#us-east-1' } };
    await expect(audit(region, [change(1, heartbeat)])).resolves.toEqual(NONE);
    expect(region.objects.size).toBe(0);
  });

  it('with a poison record is audited up to it, and reports it first, so that the mapping isolates it', async () => {
    const region = new MemoryRegion();
    const poison = change(2, reading(2, 's-2', { revision: { M: {} } }));
    const batch = [change(1, reading(1)), poison, change(3, reading(3, 's-3'))];
    await expect(audit(region, batch)).resolves.toEqual(failureAt(2));
    expect(entriesIn(region)).toHaveLength(1);
    await expect(audit(region, [poison])).resolves.toEqual(failureAt(2));
    await expect(audit(region, batch.slice(2))).resolves.toEqual(NONE);
    expect(entriesIn(region)).toHaveLength(2);
    expect(region.poison).toBe(2);
    expect(region.lines[0]).toMatchObject({
      level: 'error',
      fields: { sequenceNumber: numbered(2), reason: 'the revision is neither a text nor a count' },
    });
  });

  it('with a record of no time reports it', async () => {
    const record = change(4, reading(1));
    delete record.dynamodb!.ApproximateCreationDateTime;
    await expect(audit(new MemoryRegion(), [record])).resolves.toEqual(failureAt(4));
  });

  it('whose object can not be written comes again from its first record', async () => {
    const region = new MemoryRegion();
    const hour = 1_773_482_400;
    const batch = [
      change(1, reading(1), undefined, hour - 1),
      change(2, reading(2, 's-2'), undefined, hour),
      change(3, reading(3, 's-3'), undefined, hour - 1),
    ];
    region.hook = (_, key) => {
      if (key.includes('hour=10')) throw new Error('SlowDown');
    };
    await expect(audit(region, batch)).resolves.toEqual(failureAt(2));
    expect(region.figures).toMatchObject([{ changes: { stored: 1 } }]);
    region.hook = () => undefined;
    await expect(audit(region, batch.slice(1))).resolves.toEqual(NONE);
    expect(new Set(entriesIn(region).map(({ entryId }) => entryId)).size).toBe(3);
  });
});

describe('figures', () => {
  it('are counted by dataset and outcome, with the longest lags', async () => {
    const region = new MemoryRegion();
    const rejected = {
      ...reading(1),
      recordId: { S: `rejected#${FILE_ID}#2` },
      dataset: { S: 'weather' },
      processingStatus: { S: 'REJECTED' },
      revision: undefined,
      expiresAt: { N: '5' },
    };
    const refused = JSON.parse(JSON.stringify(rejected)) as typeof rejected;
    await audit(region, [
      change(1, reading(4)),
      change(2, reading(3, 's-2', { echo: { BOOL: true } })),
      change(3, refused),
      change(4, { ...refused, processingStatus: { S: 'RESOLVED' } }, refused),
      change(5, undefined, refused),
      change(6, undefined, reading(3, 's-2')),
      change(7, reading(3, 'x', { recordId: { S: 'not-in-the-registry#1' } })),
    ]);
    const atNow = region.now - 1_773_480_414_000;
    expect(region.figures).toEqual([
      {
        dataset: 'sensor-readings',
        changes: { stored: 1, renewed: 1, removed: 1 },
        auditLagMs: atNow,
        arrivalToAuditedMs: region.now - Date.parse('2026-03-13T09:26:53Z'),
      },
      { dataset: 'weather', changes: { rejected: 1, resolved: 1, expired: 1 }, auditLagMs: atNow },
      {
        dataset: 'none',
        changes: { stored: 1 },
        auditLagMs: atNow,
        arrivalToAuditedMs: region.now - Date.parse('2026-03-13T09:26:53Z'),
      },
    ]);
  });
});

describe('a lower revision over a higher one', () => {
  it('is answered with the whole old item, and counted; its entry is not a new one', async () => {
    const region = new MemoryRegion();
    const [higher, lower] = [reading(5, 's-1', { echo: { BOOL: true } }), reading(4)];
    region.put(lower);
    await expect(audit(region, [change(1, lower, higher)])).resolves.toEqual(NONE);
    const [item] = region.items.values();
    expect(item).toEqual({ ...higher, originRegion: { S: 'us-east-1' }, processedAt: { N: String(region.now) } });
    expect(region.repaired).toEqual(['sensor-readings']);
    await audit(region, [change(2, higher), change(3, item, lower)]);
    const ids = entriesIn(region).map(({ entryId }) => entryId);
    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    ['a higher one is there by now', reading(6)],
    ['the same is there by now', reading(5)],
    ['the item is gone', undefined],
  ])('is left when %s', async (_, standing) => {
    const region = new MemoryRegion();
    if (standing) region.put(standing);
    await expect(audit(region, [change(1, reading(4), reading(5))])).resolves.toEqual(NONE);
    expect([...region.items.values()]).toEqual(standing ? [standing] : []);
    expect(region.repaired).toEqual([]);
  });

  it.each([
    ['a removal', change(1, undefined, reading(5))],
    ['an item without a revision', change(1, reading(4, 's-1', { revision: undefined }), reading(5))],
    ['a receipt', change(1, reading(4, 's-1', { revision: { N: '1' } }), reading(5, 's-1', { revision: { N: '2' } }))],
    ['a higher revision', change(1, reading(5), reading(4))],
    ['an echo of the same revision', change(1, reading(5, 's-1', { echo: { BOOL: true } }), reading(5))],
  ])('does not show in %s', async (_, record) => {
    const region = new MemoryRegion();
    let calls = 0;
    region.hook = (operation) => void (calls += operation === 'putBack' ? 1 : 0);
    await audit(region, [JSON.parse(JSON.stringify(record)) as typeof record]);
    expect(calls).toBe(0);
  });

  it('whose repair fails is audited, and comes again from there; other keys are repaired meanwhile', async () => {
    const region = new MemoryRegion();
    for (const key of ['s-1', 's-2', 's-3']) region.put(reading(3, key));
    const batch = ['s-1', 's-2', 's-3'].map((key, index) => change(index + 1, reading(3, key), reading(5, key)));
    let calls = 0;
    region.hook = (operation) => {
      if (operation !== 'putBack') return;
      calls += 1;
      if (calls === 2) throw new Error('ProvisionedThroughputExceededException');
    };
    await expect(audit(region, batch)).resolves.toEqual(failureAt(2));
    expect(entriesIn(region)).toHaveLength(3);
    expect(region.repaired).toHaveLength(2);
    await expect(audit(region, batch.slice(1))).resolves.toEqual(NONE);
    expect([...region.items.values()].map(({ payload }) => payload)).toEqual(
      Array.from({ length: 3 }, () => ({ M: { celsius: { N: '5' } } })),
    );
  });
});
