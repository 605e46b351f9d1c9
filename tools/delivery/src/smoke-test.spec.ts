import type { Receipt, ReceiptKey } from '@pipeline/record-schema';
import { smokeTest } from './smoke-test';

const LAST_MODIFIED = '2026-03-14T09:26:53.000Z';
const KEY = 'incoming/weather/smoke-test/2026-03-14T09-26-53.000Z.csv';
const good = {
  processingStatus: 'COMPLETED_WITH_REJECTS',
  rows: 2,
  stored: 1,
  duplicate: 0,
  superseded: 0,
  rejected: 1,
};

/** A table that shows each region's answers one after the other, and a clock that runs by sleeping. */
function ports(answers: Readonly<Record<string, readonly (object | undefined)[]>>) {
  let now = Date.parse(LAST_MODIFIED);
  const asked: ReceiptKey[] = [];
  const left = new Map(Object.entries(answers).map(([region, list]) => [region, [...list]]));
  return {
    asked,
    upload: (key: string) => Promise.resolve({ versionId: `of ${key}`, lastModified: LAST_MODIFIED }),
    receipt(region: string, key: ReceiptKey) {
      asked.push(key);
      const list = left.get(region) ?? [];
      return Promise.resolve((list.length > 1 ? list.shift() : list[0]) as Receipt | undefined);
    },
    now: () => now,
    sleep(milliseconds: number) {
      now += milliseconds;
      return Promise.resolve();
    },
  };
}
const EAST = { region: 'us-east-1', timeoutSeconds: 60 };

describe('the smoke test', () => {
  it('holds when the receipt accounts for both rows', async () => {
    const table = ports({ 'us-east-1': [undefined, { ...good, processingStatus: 'PROCESSING' }, good] });
    expect(await smokeTest(table, EAST)).toEqual({
      holds: true,
      verdict: 'holds: us-east-1 has the receipt after 2.0 s',
    });
    expect(table.asked[0]).toEqual({
      recordId: expect.stringMatching(/^file#[\w-]{22}$/) as string,
      timestamp: `${LAST_MODIFIED}#us-east-1`,
    });
  });

  it('holds when the record was there before', async () => {
    const again = { ...good, stored: 0, duplicate: 1 };
    expect(await smokeTest(ports({ 'us-east-1': [again] }), EAST)).toMatchObject({ holds: true });
  });

  it('waits for the other region, too, if asked to', async () => {
    const table = ports({ 'us-west-2': [good], 'us-east-1': [undefined, undefined, good] });
    expect(await smokeTest(table, { region: 'us-west-2', seenIn: 'us-east-1', timeoutSeconds: 60 })).toEqual({
      holds: true,
      verdict: 'holds: us-west-2 has the receipt after 0.0 s, and us-east-1 after 2.0 s',
    });
  });

  it.each([
    [
      { 'us-east-1': [undefined] },
      'no receipt in us-east-1 after 60.0 s; look at the queues and the log of the processor',
    ],
    [{ 'us-east-1': [{ ...good, processingStatus: 'PROCESSING' }] }, 'no receipt in us-east-1 after 60.0 s'],
    [{ 'us-east-1': [{ ...good, rejected: 2, stored: 0 }] }, 'not one record and one reject'],
    [
      { 'us-east-1': [{ ...good, processingStatus: 'FAILED', fault: { code: 'GONE', message: 'It is gone.' } }] },
      'the receipt of us-east-1 is FAILED: GONE It is gone.',
    ],
    [
      { 'us-east-1': [good], 'us-west-2': [undefined] },
      "but us-west-2 has none after 60.0 s; look at the table's replication",
    ],
  ])('does not hold with %j', async (answers, verdict) => {
    const result = await smokeTest(ports(answers), { ...EAST, seenIn: 'us-west-2' });
    expect(result.holds).toBe(false);
    expect(result.verdict).toContain(verdict);
    expect(result.verdict).toContain(KEY);
  });
});
