import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  GetEventSourceMappingCommand,
  LambdaClient,
  ListTagsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { type CloudUnderTest, type RegionName, SAME, startCloudUnderTest, until } from './run-cloud';

jest.setTimeout(180_000);

const WEATHER = join(__dirname, '../../../node_modules/vega-datasets/data/seattle-weather.csv');
const AIRPORTS = join(__dirname, '../../../node_modules/vega-datasets/data/airports.csv');

let cloud: CloudUnderTest;
beforeAll(async () => {
  cloud = await startCloudUnderTest();
});
afterAll(() => cloud.stop());

const local = (region: RegionName) => ({
  region,
  endpoint: cloud.region(region).address.endpoint,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
const ask = async (region: RegionName, path: string, method = 'GET', body?: object): Promise<unknown> => {
  const request = { method, ...(body ? { body: JSON.stringify(body) } : {}) };
  const answer = await fetch(`${cloud.region(region).address.endpoint}/_local/${path}`, request);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
};
const outage = (region: RegionName, settings: object) => ask(region, 'outage', 'PUT', settings);

interface Statistics {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly sampleCount: number;
}
/** Ticks of a region's sentinel that have come to their end. */
const ticks = async (region: RegionName): Promise<number> => {
  const metrics = (await ask(region, 'metrics')) as readonly Statistics[];
  const minutes = metrics.filter(({ name }) => name === 'BreakerOpen');
  return minutes.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
};
/** Fires the rule of a region's sentinel, and waits until the function has said what it found. */
async function tick(region: RegionName): Promise<void> {
  const before = await ticks(region);
  await ask(region, 'rules/serverless-sentinel-tick-prod', 'POST');
  await until(async () => (await ticks(region)) > before);
}
async function mapping(region: RegionName) {
  const client = new LambdaClient(local(region));
  const id = ((await ask(region, 'status')) as { readonly mappings: readonly { readonly id: string }[] }).mappings[0]!
    .id;
  const { State, ScalingConfig, EventSourceMappingArn } = await client.send(
    new GetEventSourceMappingCommand({ UUID: id }),
  );
  const { Tags } = await client.send(new ListTagsCommand({ Resource: EventSourceMappingArn }));
  const enable = (Enabled: boolean) => client.send(new UpdateEventSourceMappingCommand({ UUID: id, Enabled }));
  return { state: State, maximum: ScalingConfig?.MaximumConcurrency, mark: Tags?.['breaker'], enable };
}
const deadLetters = async (region: RegionName) => {
  const { Attributes } = await new SQSClient(local(region)).send(
    new GetQueueAttributesCommand({
      QueueUrl: `${local(region).endpoint}/000000000000/serverless-ingest-dlq-prod`,
      AttributeNames: ['ApproximateNumberOfMessages'],
    }),
  );
  return Number(Attributes?.['ApproximateNumberOfMessages']);
};

describe('the sentinel of the real template', () => {
  it('holds the processor back while the table is out, tries, closes, and the file is loaded without a dead letter', async () => {
    await outage('us-east-1', { table: 'refuse' });
    await tick('us-east-1');
    await until(async () => (await mapping('us-east-1')).state === 'Disabled');
    expect((await mapping('us-east-1')).mark).toMatch(/^open@/);
    const loading = cloud.load({ region: 'us-east-1', dataset: 'weather', path: WEATHER });
    await outage('us-east-1', { table: 'none' });
    await tick('us-east-1');
    await until(async () => (await mapping('us-east-1')).state === 'Enabled');
    expect((await mapping('us-east-1')).maximum).toBe(2);
    await tick('us-east-1');
    await until(async () => (await mapping('us-east-1')).mark === undefined);
    expect((await mapping('us-east-1')).maximum).toBe(8);
    expect((await loading).map(({ processingStatus, rows }) => [processingStatus, rows])).toEqual([
      ['COMPLETED', 1_461],
    ]);
    expect(await deadLetters('us-east-1')).toBe(0);
  });

  it('leaves a mapping that an operator disabled', async () => {
    await until(async () => (await mapping('us-east-1')).state === 'Enabled');
    const before = await mapping('us-east-1');
    await before.enable(false);
    await until(async () => (await mapping('us-east-1')).state === 'Disabled');
    await tick('us-east-1');
    await tick('us-east-1');
    expect(await mapping('us-east-1')).toMatchObject({ state: 'Disabled', mark: undefined });
    await before.enable(true);
  });

  it('adopts the files of a lost region, whose bucket still answers, and counts nothing twice on the way back', async () => {
    await outage('us-east-1', { queue: 'refuse' });
    await new S3Client({ ...local('us-east-1'), forcePathStyle: true }).send(
      new PutObjectCommand({
        Bucket: 'serverless-data-ingestion-prod',
        Key: 'incoming/airports/airports.csv',
        Body: await readFile(AIRPORTS),
      }),
    );
    for (let at = 0; at < 3; at += 1) await tick('us-west-2');
    const adopted = async () =>
      (await cloud.items('us-west-2')).filter(
        ({ recordId, timestamp, rows }) =>
          recordId?.S?.startsWith('file#') && timestamp?.S?.endsWith('#us-west-2') && rows?.N === '3376',
      );
    await until(async () => (await adopted()).some(({ processingStatus }) => processingStatus?.S === 'COMPLETED'));
    expect(await adopted()).toHaveLength(1);
    await outage('us-east-1', { queue: 'none' });
    expect(await cloud.comparison()).toEqual(SAME);
    expect(
      (await cloud.items('us-east-1')).filter(({ recordId }) => recordId?.S?.startsWith('airports#')),
    ).toHaveLength(3_376);
  });
});
