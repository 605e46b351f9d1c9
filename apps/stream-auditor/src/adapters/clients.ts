import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * The clients of the services, in the function's own region. A call that hangs costs five seconds. Tries back off with full
 * jitter; what lasts longer is the mapping's to retry.
 */
export function awsClients(region: string) {
  const settings = {
    region,
    maxAttempts: 6,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 2_000,
      requestTimeout: 5_000,
      throwOnRequestTimeout: true,
    }),
  };
  return { s3: new S3Client(settings), table: new DynamoDBClient(settings) };
}
