import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { SliceMessage } from '@pipeline/runtime-contract';
import { sliceBytesOf } from './plan-slices';
import { created, invoke, message } from './testing/invoke';
import { MemoryCloud } from './testing/memory-ports';

const KEY = 'incoming/weather/long.csv';
const HEADER = 'date,precipitation,temp_max,temp_min,wind,weather';
const day = (ordinal: number, weather = 'drizzle') =>
  `${2000 + Math.floor(ordinal / 28)}-01-${String(1 + (ordinal % 28)).padStart(2, '0')},0.0,12.8,5.0,4.7,${weather}`;
const days = (count: number) => Array.from({ length: count }, (_, ordinal) => day(ordinal));
const file = (rows: readonly string[]) => [HEADER, ...rows, ''].join('\n');
const environment = { SLICE_BYTES: 200 };

const receiptOf = (cloud: MemoryCloud) => [...cloud.receipts.values()][0];
const body = (slice: SliceMessage) => JSON.stringify(slice);

/** Delivers what was sent until nothing is left, the next one picked by `pick`. */
async function runAll(cloud: MemoryCloud, settings = environment, pick: (waiting: number) => number = () => 0) {
  while (cloud.sent.length > 0) {
    const [slice] = cloud.sent.splice(pick(cloud.sent.length) % cloud.sent.length, 1) as [SliceMessage];
    await invoke(cloud, [message(body(slice))], { environment: settings });
  }
}

/** What a file left behind: its items without their time, its rejected rows, its counts. */
function left(cloud: MemoryCloud) {
  const { rows, stored, rejected, processingStatus } = receiptOf(cloud) ?? {};
  const items = [...cloud.items.entries()].map(([key, { source, payload }]) => [key, source, payload] as const);
  const refused = [...cloud.rejected.values()].map(({ recordId, offset, line, faults }) => ({
    recordId,
    offset,
    line,
    faults,
  }));
  const byKey = (a: { recordId: string }, b: { recordId: string }) => (a.recordId < b.recordId ? -1 : 1);
  return {
    ...{ rows, stored, rejected, processingStatus },
    items: items.sort(([a], [b]) => (a < b ? -1 : 1)),
    refused: refused.sort(byKey),
  };
}

describe('an object above the slice size', () => {
  it('is planned into slices that are sent at once, and ends with the last of them', async () => {
    const cloud = new MemoryCloud();
    const object = cloud.put(KEY, file(days(20)));
    await invoke(cloud, [message(created(object))], { environment });
    expect(cloud.sent.map(({ slice }) => slice)).toEqual([
      { start: 626, ordinal: 17, line: 18 },
      { start: 194, ordinal: 5, line: 6, end: 410 },
      { start: 410, ordinal: 11, line: 12, end: 626 },
    ]);
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'PROCESSING', rows: 4, done: new Set([0]) });
    await runAll(cloud, environment, (waiting) => waiting - 1);
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'COMPLETED', rows: 20, stored: 20 });
    expect(cloud.figures.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(file(days(20)).length);
  });

  it('gives what one pass gives: quoted line ends, bad rows and all, whatever the order of the slices', async () => {
    const rows = fc.array(
      fc.constantFrom('drizzle', 'sun', '"rain"', '"two\nlines"', 'x', '"open', 'a"b', '"a"b', ',', 'é', '\xff', '\r'),
      { minLength: 1, maxLength: 60 },
    );
    const setting = fc.record({
      rows,
      SLICE_BYTES: fc.integer({ min: 1, max: 400 }),
      order: fc.infiniteStream(fc.nat()),
    });
    await fc.assert(
      fc.asyncProperty(setting, async ({ rows, SLICE_BYTES, order }) => {
        const bytes = Buffer.from(file(rows.map((weather, ordinal) => day(ordinal, weather))), 'latin1');
        const [whole, sliced] = [new MemoryCloud(), new MemoryCloud()];
        sliced.chunkBytes = 1 + (SLICE_BYTES % 97);
        await invoke(whole, [message(created(whole.put(KEY, bytes)))]);
        await invoke(sliced, [message(created(sliced.put(KEY, bytes)))], { environment: { SLICE_BYTES } });
        await runAll(sliced, { SLICE_BYTES }, () => order.next().value as number);
        expect(left(sliced)).toEqual(left(whole));
      }),
      { numRuns: 150 },
    );
  });

  it('is planned on by the slice that has no end, where a plan has all the slices that one may have', async () => {
    const cloud = new MemoryCloud();
    const object = cloud.put(KEY, file(days(200)));
    await invoke(cloud, [message(created(object))], { environment: { SLICE_BYTES: 1 } });
    expect(cloud.sent).toHaveLength(8);
    expect(cloud.sent[0]?.slice).not.toHaveProperty('end');
    await runAll(cloud, { SLICE_BYTES: 1 });
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'COMPLETED', rows: 200, stored: 200 });
    expect(Object.keys(receiptOf(cloud)?.slices ?? {}).length).toBeGreaterThan(150);
  });

  it('is a chain where it is compressed', async () => {
    const cloud = new MemoryCloud();
    const object = cloud.put(`${KEY}.gz`, gzipSync(file(days(200))));
    await invoke(cloud, [message(created(object))], { environment });
    expect(cloud.sent).toEqual([]);
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'COMPLETED', rows: 200 });
  });

  it('is read as one slice where no row ends within it', async () => {
    const cloud = new MemoryCloud();
    const object = cloud.put('incoming/orders/one.json', `{"orderId":"${'x'.repeat(900)}"}`);
    await invoke(cloud, [message(created(object))], { environment });
    expect(cloud.sent).toEqual([]);
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'COMPLETED_WITH_REJECTS', rows: 1 });
  });
});

describe('a plan', () => {
  it('is stored once: a redelivery sends again what of it is not done', async () => {
    const cloud = new MemoryCloud();
    const object = cloud.put(KEY, file(days(20)));
    let sent = 0;
    cloud.hook = (operation, phase) => {
      if (operation === 'sendSlice' && phase === 'before' && (sent += 1) === 2)
        throw new Error('The environment dies.');
    };
    await invoke(cloud, [message(created(object))], { environment });
    const [first] = cloud.sent.splice(0) as [SliceMessage];
    const plan = receiptOf(cloud)?.slices;
    expect(Object.keys(plan ?? {})).toEqual(['0', '194', '410', '626']);
    cloud.hook = () => undefined;
    await invoke(cloud, [message(body(first))], { environment });
    // Whoever delivers again may be of another configuration.
    await invoke(cloud, [message(created(object), 2)], { environment: { SLICE_BYTES: 50 } });
    expect(cloud.sent.map(({ slice }) => slice.start)).toEqual([194, 410]);
    expect(receiptOf(cloud)?.slices).toEqual(plan);
    await runAll(cloud);
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'COMPLETED', rows: 20, stored: 20 });
  });

  it('is sent again where the message of a slice is gone for good and the file is delivered again, its first slice done', async () => {
    const cloud = new MemoryCloud();
    const object = cloud.put(KEY, file(days(20)));
    await invoke(cloud, [message(created(object))], { environment });
    const [, lost] = cloud.sent;
    cloud.sent.splice(1, 1);
    await runAll(cloud);
    expect(receiptOf(cloud)?.processingStatus).toBe('PROCESSING');
    await invoke(cloud, [message(created(object))], { environment });
    expect(cloud.sent.map(({ slice }) => slice.start)).toEqual([lost?.slice.start]);
    await runAll(cloud);
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'COMPLETED', rows: 20, stored: 20 });
  });

  it('is sent to its end also by a message that knows the end, before the slice is marked', async () => {
    const cloud = new MemoryCloud();
    const object = cloud.put(KEY, file(days(200)));
    const small = { environment: { SLICE_BYTES: 1 } };
    await invoke(cloud, [message(created(object))], small);
    const last = cloud.sent.pop() as SliceMessage;
    cloud.hook = (operation) => {
      if (operation === 'sendSlice') throw new Error('The environment dies.');
    };
    await invoke(cloud, [message(body(last))], small);
    cloud.hook = () => undefined;
    // As a redelivery of the file's first slice sends it: with the end that it has by now.
    const end = receiptOf(cloud)?.slices[last.slice.start]?.end;
    expect(end).toBeGreaterThan(last.slice.start);
    await invoke(cloud, [message(body({ ...last, slice: { ...last.slice, end: end ?? 0 } }))], small);
    await runAll(cloud, { SLICE_BYTES: 1 });
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'COMPLETED', rows: 200, stored: 200 });
  });

  it('of another delivery is taken where two make one at the same time', async () => {
    const cloud = new MemoryCloud();
    const object = cloud.put(KEY, file(days(20)));
    let other: Promise<unknown> | undefined;
    cloud.hook = (operation, phase) => {
      if (operation !== 'plan' || phase !== 'before' || other) return;
      other = invoke(cloud, [message(created(object))], { environment: { SLICE_BYTES: 500 } });
    };
    // The memory cloud settles a call at once: the other delivery plans while this one's call is on its way.
    await invoke(cloud, [message(created(object))], { environment });
    await other;
    await runAll(cloud);
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'COMPLETED', rows: 20, stored: 20 });
  });

  it('that is made while another delivery reads the whole file makes that one come back', async () => {
    const cloud = new MemoryCloud();
    const object = cloud.put(KEY, file(days(20)));
    let planned: Promise<unknown> | undefined;
    cloud.hook = (operation, phase) => {
      if (operation !== 'put' || phase !== 'before' || planned) return;
      planned = invoke(cloud, [message(created(object))], { environment });
    };
    const whole = await invoke(cloud, [message(created(object), 1, 'whole')]);
    await planned;
    // Either was first: the whole file was marked before the plan, or its counts are not taken and it comes back.
    const counted = whole.batchItemFailures.length === 0 ? 20 : 4;
    expect(receiptOf(cloud)?.rows).toBe(counted);
    await invoke(cloud, [message(created(object), 2, 'whole')], { environment });
    await runAll(cloud);
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'COMPLETED', rows: 20 });
  });

  it('ends in time: what was cut by then stands, and the rest is a slice without an end', async () => {
    const cloud = new MemoryCloud();
    cloud.chunkBytes = 300;
    const object = cloud.put(KEY, file(days(100)));
    const opened = cloud.now;
    cloud.hook = (operation, phase) => {
      if (operation === 'open' && phase === 'after' && cloud.now === opened) cloud.now += 280_000;
    };
    await invoke(cloud, [message(created(object))], { environment });
    cloud.hook = () => undefined;
    expect(cloud.sent.length).toBeGreaterThan(0);
    await runAll(cloud);
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'COMPLETED', rows: 100, stored: 100 });
  });
});

describe('slices that come in one batch', () => {
  it('are not worked off one after the other: one is, the others go back at once to whoever is free', async () => {
    const cloud = new MemoryCloud();
    const object = cloud.put(KEY, file(days(20)));
    await invoke(cloud, [message(created(object))], { environment });
    const slices = cloud.sent.splice(0);
    // The second was received before: a receive more would count, so that it is sent anew and acknowledged.
    const records = slices.map((slice, index) => message(body(slice), 1 + (index === 1 ? 1 : 0), `slice-${index}`));
    const { batchItemFailures } = await invoke(cloud, records, { environment });
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'slice-2' }]);
    expect(cloud.sent).toEqual([{ ...slices[1], attempt: 1 }]);
    expect(cloud.visibility).toContainEqual({ receiptHandle: 'handle of slice-2', seconds: 0 });
    expect(receiptOf(cloud)?.done).toEqual(new Set([0, 626]));
    cloud.sent.push(slices[2] as SliceMessage);
    await runAll(cloud);
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'COMPLETED', rows: 20, stored: 20 });
  });
});

describe('a file of slices that can not be read', () => {
  const lost = `[${days(30)
    .map((_, n) => `{"n":${n}}`)
    .join()},{"n":`;

  it('is FAILED whichever slice ends last; the rows of the others stand, and only the broken one is a dead letter', async () => {
    for (const pick of [() => 0, (waiting: number) => waiting - 1]) {
      const cloud = new MemoryCloud();
      const object = cloud.put('incoming/orders/cut.json', lost);
      await invoke(cloud, [message(created(object))], { environment: { SLICE_BYTES: 60 } });
      await runAll(cloud, { SLICE_BYTES: 60 }, pick);
      expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'FAILED', fault: { code: 'UNREADABLE' }, rows: 31 });
      expect(cloud.deadLetters).toHaveLength(1);
    }
  });
});

describe('a file whose object goes while its slices wait', () => {
  it('is one dead letter, also where the delivery that told of it comes again', async () => {
    const cloud = new MemoryCloud();
    const object = cloud.put(KEY, file(days(20)));
    await invoke(cloud, [message(created(object))], { environment });
    const [teller] = cloud.sent as [SliceMessage];
    expect(cloud.sent.length).toBeGreaterThan(1);
    cloud.objects.clear();
    await runAll(cloud);
    expect(cloud.deadLetters.map(({ context }) => context.slice)).toEqual([teller.slice.start]);
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'FAILED', fault: { code: 'OBJECT_GONE' } });
    // As after a crash between the receipt and the dead letter.
    await invoke(cloud, [message(body(teller))], { environment });
    expect(cloud.deadLetters).toHaveLength(2);
  });
});

describe('a file of slices with too many rejects', () => {
  it('stays FAILED until it is redriven', async () => {
    const limits = { SLICE_BYTES: 400, MAX_REJECTED_ROWS: 2, MAX_REJECTED_PERCENT: 50 };
    const cloud = new MemoryCloud();
    const rows = days(40).map((row, ordinal) => (ordinal < 6 ? 'bad' : row));
    const object = cloud.put(KEY, file(rows));
    await invoke(cloud, [message(created(object))], { environment: limits });
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'FAILED', fault: { code: 'TOO_MANY_REJECTS' } });
    await runAll(cloud, limits);
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'FAILED', fault: { code: 'TOO_MANY_REJECTS' } });
    expect(cloud.deadLetters).toHaveLength(1);
    const raised = { ...limits, MAX_REJECTED_ROWS: 100 };
    await invoke(cloud, [message(created(object))], { environment: raised });
    await runAll(cloud, raised);
    expect(receiptOf(cloud)).toMatchObject({ processingStatus: 'COMPLETED_WITH_REJECTS', rows: 40, rejected: 6 });
  });
});

describe('the bytes of a slice', () => {
  it.each([
    [1_000, 0, 1_000, undefined],
    [1_001, 0, 1_000, 501],
    [10_000, 9_500, 1_000, undefined],
    // Of what is left, in equal parts.
    [10_000, 2_000, 3_000, 2_667],
    // No object has more than 400 slices, however large it is.
    [5 * 1024 ** 4, 0, 64 * 1024 ** 2, 13_743_895_348],
  ])('of an object of %d bytes from byte %d on, with %d asked for, are %p', (size, start, asked, bytes) => {
    expect(sliceBytesOf(size, start, asked)).toBe(bytes);
  });
});
