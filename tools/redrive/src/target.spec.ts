import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { openTarget } from './target';

/** SQS, which knows the queues of one environment, and by which region it is asked. */
let server: Server;
let endpoint: string;
const asked: string[] = [];
const signers: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    void json(request).then((body) => {
      const { QueueName = '', QueueUrl = '' } = body as { QueueName?: string; QueueUrl?: string };
      signers.push(/Credential=(\w+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '');
      asked.push(/\/([\w-]+)\/sqs\/aws4_request/.exec(request.headers.authorization ?? '')?.[1] ?? '');
      const answer = (status: number, content: object) =>
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(content));
      if (QueueName.endsWith('-prod')) return answer(200, { QueueUrl: `${endpoint}/0/${QueueName}` });
      if (QueueUrl !== '') return answer(200, { Attributes: { QueueArn: `arn:of:${QueueUrl.split('/').at(-1)}` } });
      return answer(400, {
        __type: 'com.amazonaws.sqs#QueueDoesNotExist',
        message: 'The specified queue does not exist.',
      });
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const refused = (options: Parameters<typeof openTarget>[0]) =>
  openTarget(options).then(
    () => 'it opened',
    (error: Error) => error.message,
  );

it('is the queues and the table of an environment, in the region that is asked for', async () => {
  const target = await openTarget({ endpoint, region: 'us-west-2' });
  expect(target).toMatchObject({
    region: 'us-west-2',
    table: 'serverless-processed-data-prod',
    ingest: { name: 'serverless-ingest-queue-prod', arn: 'arn:of:serverless-ingest-queue-prod' },
    deadLetters: { name: 'serverless-ingest-dlq-prod', arn: 'arn:of:serverless-ingest-dlq-prod' },
  });
  expect(new Set(asked)).toEqual(new Set(['us-west-2']));
  target.close();
});

it('is in AWS with the credentials of whoever asks, and in the local cloud with its own', async () => {
  const before = { ...process.env };
  Object.assign(process.env, { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'OPERATOR', AWS_SECRET_ACCESS_KEY: 's' });
  try {
    signers.length = 0;
    (await openTarget({ aws: true, endpoint: 'http://127.0.0.1:1' })).close();
    expect(new Set(signers)).toEqual(new Set(['OPERATOR']));
    signers.length = 0;
    (await openTarget({ endpoint })).close();
    expect(new Set(signers)).toEqual(new Set(['local']));
  } finally {
    process.env = before;
  }
});

it('says that there is no such environment, and what to do', async () => {
  expect(await refused({ endpoint, environment: 'staging' })).toBe(
    `No pipeline "staging" answers in the local cloud at ${endpoint}: The specified queue does not exist. Start it with \`npm start\`, or use --aws.`,
  );
});

it('says that nobody is there', async () => {
  expect(await refused({ endpoint: 'http://127.0.0.1:1' })).toMatch(
    /^No pipeline "prod" answers in the local cloud at http:\/\/127\.0\.0\.1:1: .*ECONNREFUSED.*\. Start it with `npm start`, or use --aws\.$/,
  );
});
