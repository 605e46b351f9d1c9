import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import * as fc from 'fast-check';
import { isTryAgain } from '../errors';
import { type Script, scriptedServer } from '../testing/scripted-server';
import { judgedAwsError, requestHandler, requestTimeout, sendOnce } from './clients';

const leaving = (milliseconds: number) => ({ timeLeft: () => milliseconds, onRetry: () => undefined });

describe('the time that one request is given', () => {
  it('is five seconds, or what the invocation has left where that is less', () => {
    expect([60_000, 5_001, 4_999, 20].map((left) => requestTimeout(leaving(left)))).toEqual([5_000, 5_000, 4_999, 20]);
  });

  it('is never none, which a client would take for no limit at all', () => {
    fc.assert(fc.property(fc.integer({ max: 10 }), (left) => requestTimeout(leaving(left)) >= 1));
  });
});

describe('a request to a service that says nothing', () => {
  let silent: Server;
  let client: S3Client;
  beforeAll(async () => {
    silent = createServer(() => undefined);
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    client = new S3Client({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
      requestHandler: new NodeHttpHandler({ throwOnRequestTimeout: true }),
    });
  });
  afterAll(() => {
    client.destroy();
    silent.closeAllConnections();
    silent.close();
  });

  it('ends with the time of its invocation, and may be tried again', async () => {
    const send = sendOnce((options) => client.send(new ListBucketsCommand({}), options), leaving(50));
    const first = await Promise.race([
      send.catch((error: unknown) => error),
      sleep(4_000, 'it waits on', { ref: false }),
    ]);
    expect(first).toMatchObject({ name: 'TryAgain', kind: 'unavailable' });
  });
});

it('an answer that stops behind its head ends too, and may be asked for again', async () => {
  const head: Script = (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"Que');
  const server = await scriptedServer(head);
  const client = new SQSClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${server.port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler: requestHandler(1, 50),
  });
  const send = sendOnce((options) => client.send(new ListQueuesCommand({}), options), leaving(60_000));
  const end = await Promise.race([send.catch((error: unknown) => error), sleep(4_000, 'it waits on', { ref: false })]);
  expect(end).toMatchObject({ name: 'TryAgain', kind: 'unavailable' });
  client.destroy();
  await server.close();
});

describe('what a service says', () => {
  const said = (name: string, status: number, more = {}) =>
    Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status }, ...more });

  it.each([
    ['throttled', said('ThrottlingException', 400)],
    ['throttled', said('ProvisionedThroughputExceededException', 400)],
    ['throttled', said('SlowDown', 503)],
    ['unavailable', said('InternalServerError', 500)],
    ['unavailable', said('ServiceUnavailable', 503)],
    ['unavailable', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })],
    ['unavailable', Object.assign(new Error('too late'), { name: 'TimeoutError' })],
  ])('is to be tried again as %s: %p', (kind, error) => {
    expect(judgedAwsError(error)).toMatchObject({ name: 'TryAgain', kind, cause: error });
  });

  it.each([said('ConditionalCheckFailedException', 400), said('AccessDenied', 403), new TypeError('x'), 'a text'])(
    'stays what it is where another try would say the same: %p',
    (error) => {
      expect(judgedAwsError(error)).toBe(error);
      expect(isTryAgain(error)).toBe(false);
    },
  );
});
