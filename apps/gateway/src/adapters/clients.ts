import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { ComeBack } from '../errors';

/**
 * The clients of the services, in the function's own region. A person waits: a call that hangs costs three seconds, and is
 * tried three times. To join a thousand parts S3 may take longer, and answers white space meanwhile.
 */
export function awsClients(region: string) {
  const settings = (requestTimeout: number) => ({
    region,
    maxAttempts: 3,
    requestHandler: new NodeHttpHandler({ connectionTimeout: 1_000, requestTimeout, throwOnRequestTimeout: true }),
  });
  const s3 = settings(20_000);
  return {
    s3: new S3Client(s3),
    /** Signs only; nothing of the network reaches it. */
    accelerated: new S3Client({ ...s3, useAccelerateEndpoint: true }),
    table: new DynamoDBClient(settings(3_000)),
    sqs: new SQSClient(settings(3_000)),
  };
}

/**
 * Waits for a call.
 * @throws ComeBack where the same call may succeed later, else what the client threw
 */
export async function called<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const failure = error as Parameters<typeof isTransientError>[0];
    if (!isThrottlingError(failure) && !isTransientError(failure) && !isServerError(failure)) throw error;
    throw new ComeBack('A service behind the gateway is throttled, or does not answer.', { cause: error });
  }
}
