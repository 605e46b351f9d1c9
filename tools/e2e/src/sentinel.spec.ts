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
import { driveSentinels, type Sentinels } from './drive-sentinel';
import { type CloudUnderTest, type RegionName, SAME, startCloudUnderTest, until } from './run-cloud';

jest.setTimeout(180_000);

const WEATHER = join(__dirname, '../../../node_modules/vega-datasets/data/seattle-weather.csv');
const AIRPORTS = join(__dirname, '../../../node_modules/vega-datasets/data/airports.csv');

let cloud: CloudUnderTest;
let sentinels: Sentinels;
beforeAll(async () => {
  cloud = await startCloudUnderTest();
  sentinels = await driveSentinels(cloud);
});
afterAll(() => cloud.stop());

const local = (region: RegionName) => ({
  region,
  endpoint: cloud.region(region).address.endpoint,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
async function mapping(region: RegionName) {
  const client = new LambdaClient(local(region));
  const id = ((await sentinels.ask(region, 'status')) as { readonly mappings: readonly { readonly id: string }[] })
    .mappings[0]!.id;
  const { State, ScalingConfig, EventSourceMappingArn } = await client.send(
    new GetEventSourceMappingCommand({ UUID: id }),
  );
  const { Tags } = await client.send(new ListTagsCommand({ Resource: EventSourceMappingArn }));
  const enable = (Enabled: boolean) => client.send(new UpdateEventSourceMappingCommand({ UUID: id, Enabled }));
  const untold = Object.keys(Tags ?? {}).filter((name) => name.startsWith('untold@'));
  return { state: State, maximum: ScalingConfig?.MaximumConcurrency, untold, enable };
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
    await sentinels.outage('us-east-1', { table: 'refuse' });
    await sentinels.tick('us-east-1');
    await until(async () => (await mapping('us-east-1')).state === 'Disabled');
    expect((await mapping('us-east-1')).maximum).toBe(2);
    const loading = cloud.load({ region: 'us-east-1', dataset: 'weather', path: WEATHER });
    await sentinels.outage('us-east-1', { table: 'none' });
    await sentinels.tick('us-east-1');
    await until(async () => (await mapping('us-east-1')).state === 'Enabled');
    expect((await mapping('us-east-1')).maximum).toBe(2);
    await sentinels.tick('us-east-1');
    await until(async () => (await mapping('us-east-1')).maximum === 8);
    await until(async () => (await mapping('us-east-1')).state === 'Enabled');
    // Told of, and noted no more.
    await until(async () => (await mapping('us-east-1')).untold.length === 0);
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
    await sentinels.tick('us-east-1');
    await sentinels.tick('us-east-1');
    expect(await mapping('us-east-1')).toMatchObject({ state: 'Disabled', maximum: 8 });
    await before.enable(true);
  });

  it('adopts the files of a lost region, whose bucket still answers, and counts nothing twice on the way back', async () => {
    await sentinels.outage('us-east-1', { queue: 'refuse' });
    await new S3Client({ ...local('us-east-1'), forcePathStyle: true }).send(
      new PutObjectCommand({
        Bucket: 'serverless-data-ingestion-prod',
        Key: 'incoming/airports/airports.csv',
        Body: await readFile(AIRPORTS),
      }),
    );
    await sentinels.tick('us-west-2', 3);
    const adopted = async () =>
      (await cloud.items('us-west-2')).filter(
        ({ recordId, timestamp, rows }) =>
          recordId?.S?.startsWith('file#') && timestamp?.S?.endsWith('#us-west-2') && rows?.N === '3376',
      );
    await until(async () => (await adopted()).some(({ processingStatus }) => processingStatus?.S === 'COMPLETED'));
    expect(await adopted()).toHaveLength(1);
    await sentinels.outage('us-east-1', { queue: 'none' });
    expect(await cloud.comparison()).toEqual(SAME);
    expect(
      (await cloud.items('us-east-1')).filter(({ recordId }) => recordId?.S?.startsWith('airports#')),
    ).toHaveLength(3_376);
  });
});
