import { DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { describeReplica } from './describe-replica';

const replicaOf = (answer: object) => {
  const client = new DynamoDBClient({ region: 'us-west-2' });
  jest.spyOn(client, 'send').mockImplementation(async () => {
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return describeReplica(client)('table');
};

describe('a replica', () => {
  it('is what DescribeTable says of it', async () => {
    const Table = {
      TableStatus: 'ACTIVE',
      Replicas: [{ RegionName: 'us-east-1', ReplicaStatus: 'ACTIVE' }],
      StreamSpecification: { StreamEnabled: true },
      LatestStreamArn: 'arn',
    };
    expect(await replicaOf({ Table })).toEqual({ status: 'ACTIVE', others: ['ACTIVE'], streamArn: 'arn' });
  });

  it('has no stream while that is off, though the last one’s ARN is still told', async () => {
    const Table = { TableStatus: 'ACTIVE', LatestStreamArn: 'arn' };
    expect(await replicaOf({ Table })).toEqual({ status: 'ACTIVE', others: [] });
  });

  it('is not there before the other region has made it', async () => {
    expect(await replicaOf(new ResourceNotFoundException({ message: 'no', $metadata: {} }))).toBeUndefined();
    await expect(replicaOf(new Error('denied'))).rejects.toThrow('denied');
  });
});
