import { DescribeTableCommand, type DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import type { DescribeReplica } from './find-stream';

export const describeReplica =
  (client: DynamoDBClient): DescribeReplica =>
  async (tableName) => {
    try {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
      if (Table === undefined) return undefined;
      const streamArn = Table.StreamSpecification?.StreamEnabled ? Table.LatestStreamArn : undefined;
      return {
        status: Table.TableStatus ?? 'UNKNOWN',
        others: (Table.Replicas ?? []).map(({ ReplicaStatus }) => ReplicaStatus ?? 'UNKNOWN'),
        ...(streamArn === undefined ? {} : { streamArn }),
      };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };
