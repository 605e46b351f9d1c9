import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { isNativeError } from 'node:util/types';
import { TryAgain } from '../errors';
import type { CallRetries } from '../ports';
import { tableWire } from './wire/table-wire';

const CONNECT_TIMEOUT_MS = 2_000;

/** A call that hangs costs this much and is tried again, in milliseconds. */
const REQUEST_TIMEOUT_MS = 5_000;

/** @param silence milliseconds that a socket may say nothing, within an answer too: the request's own time ends with its head */
export const requestHandler = (sockets: number, silence = REQUEST_TIMEOUT_MS) =>
  new NodeHttpHandler({
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
    socketTimeout: silence,
    httpAgent: { keepAlive: true, maxSockets: sockets },
    httpsAgent: { keepAlive: true, maxSockets: sockets },
  });

/** The clients of one execution environment. Each tries once: `Dependency` is the only layer of retries. */
export function awsClients(region: string, writesInFlight: number) {
  const once = { region, maxAttempts: 1 };
  const maxConnections = writesInFlight + 4;
  const dynamoDb = new DynamoDBClient({ ...once, requestHandler: requestHandler(maxConnections) });
  return {
    // Nobody reads an object while rows are written: who reads it measures its silence.
    s3: new S3Client({ ...once, requestHandler: requestHandler(8, 0) }),
    sqs: new SQSClient({ ...once, requestHandler: requestHandler(8) }),
    secrets: new SecretsManagerClient({ ...once, requestHandler: requestHandler(2) }),
    table: DynamoDBDocumentClient.from(dynamoDb, { marshallOptions: { removeUndefinedValues: true } }),
    wire: tableWire(dynamoDb, { maxConnections, connectTimeoutMs: CONNECT_TIMEOUT_MS }),
  };
}

/**
 * What the call layer tries again: throttling, server faults, broken connections. What the caller did wrong, and what
 * nobody foresaw, stays what it is.
 */
export function judgedAwsError(error: unknown): unknown {
  if (!isNativeError(error)) return error;
  const failure = error as Parameters<typeof isTransientError>[0];
  if (isThrottlingError(failure)) return new TryAgain('throttled', error.message, { cause: error });
  const passes = isTransientError(failure) || isServerError(failure);
  return passes ? new TryAgain('unavailable', error.message, { cause: error }) : error;
}

/** How long one request is waited for, in milliseconds: no longer than the invocation has time. */
export const requestTimeout = ({ timeLeft }: CallRetries): number =>
  Math.min(REQUEST_TIMEOUT_MS, Math.max(1, timeLeft()));

/**
 * Sends one request once, and waits for it no longer than the invocation has time.
 * @throws TryAgain where another try may succeed, else what the client threw.
 */
export async function sendOnce<T>(
  send: (options: { readonly requestTimeout: number }) => Promise<T>,
  retries: CallRetries,
): Promise<T> {
  try {
    return await send({ requestTimeout: requestTimeout(retries) });
  } catch (error) {
    throw judgedAwsError(error);
  }
}
