import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { CallRetries, Clock } from '../ports';
import { withRetries, type Verdict } from '../retry';

/** A call that hangs costs this much and is tried again, in milliseconds. */
const REQUEST_TIMEOUT_MS = 5_000;

const requestHandler = (sockets: number) =>
  new NodeHttpHandler({
    connectionTimeout: 2_000,
    requestTimeout: REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: true, maxSockets: sockets },
    httpsAgent: { keepAlive: true, maxSockets: sockets },
  });

/** The clients of one execution environment. Each tries once: `withRetries` is the only layer of retries. */
export function awsClients(region: string, writesInFlight: number) {
  const once = { region, maxAttempts: 1 };
  return {
    s3: new S3Client({ ...once, requestHandler: requestHandler(8) }),
    sqs: new SQSClient({ ...once, requestHandler: requestHandler(8) }),
    secrets: new SecretsManagerClient({ ...once, requestHandler: requestHandler(2) }),
    table: DynamoDBDocumentClient.from(
      new DynamoDBClient({ ...once, requestHandler: requestHandler(writesInFlight + 4) }),
      { marshallOptions: { removeUndefinedValues: true } },
    ),
  };
}

/** Another try for throttling, server faults and broken connections; none for what the caller did wrong. */
export function judgeAwsError(error: unknown): Verdict {
  if (!(error instanceof Error)) return 'never';
  const failure = error as Parameters<typeof isTransientError>[0];
  return isThrottlingError(failure) || isTransientError(failure) || isServerError(failure) ? 'again' : 'never';
}

/** Wraps calls of AWS in the one layer of retries. */
export type AwsCaller = <T>(call: () => Promise<T>, retries: CallRetries) => Promise<T>;

export const awsCaller =
  (clock: Clock, random: () => number): AwsCaller =>
  (call, retries) =>
    withRetries(call, judgeAwsError, { ...retries, random, sleep: (milliseconds) => clock.sleep(milliseconds) });
