import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import type { Answer } from '../custom-resource/answer';
import captured from '../fixtures/custom-resource-event.json';
import type { Replica } from './find-stream';
import { createHandler } from './handler';

const streamArn =
  'arn:aws:dynamodb:us-west-2:123456789012:table/serverless-processed-data-prod/stream/2026-03-14T09:26:53.589';
const active: Replica = { status: 'ACTIVE', others: ['ACTIVE'], streamArn };

/** Deploys while DynamoDB says one thing after the other; the last of them for good. */
async function deploy(replicas: readonly (Replica | undefined)[], event: object = captured) {
  const answers: Answer[] = [];
  const asked: string[] = [];
  let now = 0;
  const handler = createHandler({
    replica: async (tableName) => {
      asked.push(tableName);
      return replicas[Math.min(asked.length, replicas.length) - 1];
    },
    region: 'us-west-2',
    clock: { now: () => now, sleep: async (milliseconds) => void (now += milliseconds) },
    put: async (_url, body) => void answers.push(JSON.parse(body)),
    log: { info: () => undefined, error: () => undefined },
  });
  const context = { getRemainingTimeInMillis: () => 600_000 - now } as Context;
  await handler(event as CloudFormationCustomResourceEvent, context);
  expect(answers).toHaveLength(1);
  return { answer: answers[0]!, asked, seconds: now / 1_000 };
}

describe('the stream of the replica', () => {
  it('is answered with its ARN', async () => {
    const { answer, asked } = await deploy([active]);
    expect(asked).toEqual(['serverless-processed-data-prod']);
    expect(answer).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'serverless-processed-data-prod@us-west-2',
      Data: { StreamArn: streamArn },
    });
  });

  it('is waited for, through all that a replica is before', async () => {
    const before = [
      undefined,
      { status: 'CREATING', others: [] },
      { status: 'ACTIVE', others: ['ACTIVE'] },
      { ...active, status: 'UPDATING' },
      { ...active, others: ['CREATING'] },
    ];
    const { answer, asked } = await deploy([...before, active]);
    expect(asked).toHaveLength(before.length + 1);
    expect(answer.Data).toEqual({ StreamArn: streamArn });
  });

  it('keeps its identity, so that an update replaces nothing', async () => {
    const event = {
      ...captured,
      RequestType: 'Update',
      PhysicalResourceId: 'serverless-processed-data-prod@us-west-2',
    };
    expect((await deploy([active], event)).answer.PhysicalResourceId).toBe(event.PhysicalResourceId);
  });

  it.each([
    [undefined, 'there is no replica'],
    [{ status: 'CREATING', others: [] }, 'the replica is CREATING, the stream is off'],
    [{ ...active, others: ['CREATING'] }, 'the replica is ACTIVE, the others are CREATING, the stream is on'],
  ])('is given up while there is time to say how far it is (%#)', async (replica, far) => {
    const { answer, seconds } = await deploy([replica]);
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: `serverless-processed-data-prod has no stream in us-west-2 that can be read yet: ${far}. Deploy again when it is there.`,
    });
    expect(seconds).toBeLessThan(590);
  });

  it('is nobody’s where no table is named', async () => {
    const { answer } = await deploy([active], { ...captured, ResourceProperties: {} });
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'The property TableName names no table.' });
  });

  it('is let go without a question', async () => {
    const { answer, asked } = await deploy([undefined], {
      ...captured,
      RequestType: 'Delete',
      PhysicalResourceId: 'x',
    });
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'x' });
    expect(asked).toEqual([]);
  });
});
