import { newReceipt, type Receipt } from '@pipeline/record-schema';
import { parseQueueMessage } from '@pipeline/runtime-contract';
import { right } from 'fp-ts/Either';
import { nextReplay, ownReceipt, planReplay } from './plan-replay';

const receipt = (region: string, replay?: number): Receipt =>
  newReceipt({
    fileId: 'F',
    object: { bucket: 'b', key: 'adopted/F', versionId: 'v2', lastModified: '2026-03-14T09:26:53.000Z' },
    origin: { role: 'ingestion-us-east-1', key: 'incoming/weather/a.csv', versionId: 'v1' },
    region,
    ...(replay === undefined ? {} : { replay: { number: replay, of: 'x', parts: [1] } }),
    shardCount: 8,
    now: 0,
  });

describe('a replay', () => {
  it('is planned in parts of 500 rows, in the order of the file, as messages that the processor reads', () => {
    const ordinals = Array.from({ length: 1_200 }, (_, index) => 1_200 - index);
    const messages = planReplay(receipt('us-east-1'), [...ordinals, 7], 3);
    expect(messages.map(({ rows }) => rows.length)).toEqual([500, 500, 200]);
    for (const message of messages) {
      expect(parseQueueMessage(JSON.stringify(message))).toEqual(right(message));
      expect(message).toMatchObject({
        fileId: 'F',
        replay: 3,
        of: '2026-03-14T09:26:53.000Z#us-east-1',
        parts: [1, 501, 1_001],
        address: { bucket: 'b', key: 'adopted/F', versionId: 'v2' },
        origin: { key: 'incoming/weather/a.csv', versionId: 'v1', lastModified: '2026-03-14T09:26:53.000Z' },
      });
    }
  });

  it('has the number after the last, whichever region that ran in', () => {
    expect(nextReplay([receipt('us-east-1')])).toBe(1);
    expect(nextReplay([receipt('us-east-1'), receipt('us-west-2', 4), receipt('us-east-1', 2)])).toBe(5);
  });

  it('is of the receipt of its own region; else the person is told which', () => {
    const own = receipt('us-east-1');
    expect(ownReceipt([receipt('us-east-1', 1), receipt('us-west-2'), own], 'F', 'us-east-1')).toBe(own);
    expect(() => ownReceipt([receipt('us-west-2')], 'F', 'us-east-1')).toThrow('use --region us-west-2');
    expect(() => ownReceipt([], 'F', 'us-east-1')).toThrow('There is no receipt of file "F".');
  });
});
