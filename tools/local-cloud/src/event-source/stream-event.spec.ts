import type { Change } from '../dynamodb/change-log';
import { streamEvent, toStreamRecord } from './stream-event';

const place = {
  arn: 'arn:aws:dynamodb:us-west-2:000000000000:table/t/stream/2026-01-01T00:00:00.000',
  region: 'us-west-2',
  view: 'NEW_AND_OLD_IMAGES' as const,
};
const Keys = { recordId: { S: 'a' }, timestamp: { S: 't' } };
const change: Change = {
  sequence: 7,
  type: 'MODIFY',
  at: 1_700_000_000_999,
  keys: Keys,
  before: { ...Keys, v: { N: '1' } },
  after: { ...Keys, v: { N: '2' } },
  timestamp: { ms: 1, counter: 0, region: 'us-east-1' },
  replicated: false,
  expired: false,
};

describe('stream event', () => {
  it('has the shape that Lambda sends', () => {
    expect(streamEvent([toStreamRecord(change, place)])).toEqual({
      Records: [
        {
          eventID: expect.stringMatching(/^[0-9a-f]+$/),
          eventName: 'MODIFY',
          eventVersion: '1.1',
          eventSource: 'aws:dynamodb',
          awsRegion: 'us-west-2',
          dynamodb: {
            ApproximateCreationDateTime: 1_700_000_000,
            Keys,
            NewImage: { ...Keys, v: { N: '2' } },
            OldImage: { ...Keys, v: { N: '1' } },
            SequenceNumber: '000000000000000000007',
            SizeBytes: 63,
            StreamViewType: 'NEW_AND_OLD_IMAGES',
          },
          eventSourceARN: place.arn,
        },
      ],
    });
  });

  it('shows a replicated write as any other', () => {
    expect(toStreamRecord({ ...change, replicated: true }, place)).toEqual(toStreamRecord(change, place));
  });

  it('names the service for what expired here, and nobody for what expired in another region', () => {
    const { after: _, ...removed } = { ...change, type: 'REMOVE' as const, expired: true };
    expect(toStreamRecord(removed, place).event).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    });
    expect(toStreamRecord({ ...removed, replicated: true }, place).event).not.toHaveProperty('userIdentity');
  });
});
