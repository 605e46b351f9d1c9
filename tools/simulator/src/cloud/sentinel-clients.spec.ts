import { PublishCommand } from '@aws-sdk/client-sns';
import { CopyObjectCommand, ListObjectVersionsCommand, type ListObjectVersionsOutput } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { quietNetwork } from '../testing/quiet-network';
import { ExecutionEnvironment } from './execution-environment';
import { sentinelClients, type SentinelServices } from './sentinel-clients';
import { SimulatedBucket } from './simulated-bucket';
import { SimulatedQueue } from './simulated-queue';
import { SimulatedTable } from './simulated-table';

interface Client {
  send(command: object): Promise<unknown>;
}

/** The clients of the sentinel of `here`, whose other region is `there`, and what was told of them. */
function clientsUnderTest() {
  const network = quietNetwork();
  const { scheduler, random } = network;
  const table = new SimulatedTable(['here', 'there'], scheduler, { lag: () => 10 });
  const of = (region: string) => {
    const bucket = new SimulatedBucket(`bucket-${region}`);
    const [ingest, deadLetters] = ['ingest', 'dlq'].map(
      (name) => new SimulatedQueue(name, { visibility: 1_000 }, scheduler, random),
    ) as [SimulatedQueue, SimulatedQueue];
    return { region, table, ingest, deadLetters, buckets: new Map([[bucket.name, bucket]]), secret: '', bucket };
  };
  const [home, other] = [of('here'), of('there')];
  const told: unknown[] = [];
  const services: SentinelServices = {
    home,
    other,
    mapping: { call: (operation: string) => ({ operation }) } as unknown as SentinelServices['mapping'],
    epoch: 1_000_000,
    announced: (subject) => told.push(subject),
    listed: (from, isLast) => told.push([from?.key, isLast]),
    saving: () => told.push('saves'),
    ended: (receipt) => told.push(receipt),
  };
  const environment = new ExecutionEnvironment('here/sentinel/1', () => undefined);
  const clients = sentinelClients(services, environment, network);
  /** Sends, and runs the world until the answer is there. */
  const send = async (client: unknown, command: object): Promise<unknown> => {
    const answer = (client as Client).send(command).catch((error: Error) => error);
    await scheduler.run(scheduler.now + 100);
    return answer;
  };
  const lost = clients.s3As({ accessKeyId: '', secretAccessKey: '', sessionToken: '' }, 'there');
  const adopting = clients.s3As({ accessKeyId: '', secretAccessKey: '', sessionToken: '' }, 'here');
  return { clients, send, told, home, other, lost, adopting, table };
}

it('list the versions under incoming/ page by page, of each key the newest first, and tell of the lost bucket’s pages', async () => {
  const { send, lost, other, told } = clientsUnderTest();
  for (const [key, body] of [
    ['incoming/a', 'old'],
    ['incoming/a', 'new'],
    ['adopted/x', ''],
    ['incoming/b', ''],
  ] as const) {
    other.bucket.put(key, Buffer.from(body), 5_000);
  }
  const list = (marker: object) => send(lost, new ListObjectVersionsCommand({ Bucket: 'bucket-there', ...marker }));
  const first = (await list({})) as ListObjectVersionsOutput;
  const [newer, older] = [...other.bucket.versionsOf('incoming/a')].reverse();
  expect(first.Versions?.map(({ VersionId }) => VersionId)).toEqual([newer?.versionId, older?.versionId]);
  expect(first).toMatchObject({
    IsTruncated: true,
    NextKeyMarker: 'incoming/a',
    NextVersionIdMarker: older?.versionId,
  });
  const second = (await list({
    KeyMarker: first.NextKeyMarker,
    VersionIdMarker: first.NextVersionIdMarker,
  })) as ListObjectVersionsOutput;
  expect(second.Versions?.map(({ Key }) => Key)).toEqual(['incoming/b']);
  expect(second.IsTruncated).toBe(false);
  expect(told).toEqual([
    [undefined, false],
    ['incoming/a', true],
  ]);
});

it('copy the version that is asked for from the lost bucket into the own', async () => {
  const { send, adopting, home, other } = clientsUnderTest();
  const { versionId } = other.bucket.put('incoming/a b', Buffer.from('old'), 0);
  other.bucket.put('incoming/a b', Buffer.from('new'), 0);
  const CopySource = `bucket-there/incoming/a%20b?versionId=${versionId}`;
  const copied = await send(adopting, new CopyObjectCommand({ Bucket: 'bucket-here', Key: 'adopted/1', CopySource }));
  const [copy] = home.bucket.versionsOf('adopted/1');
  expect(copied).toEqual({ VersionId: copy?.versionId });
  expect(Buffer.from(copy?.body ?? []).toString()).toBe('old');
});

it('count the messages of a queue, those in flight among them, and send', async () => {
  const { clients, send, home } = clientsUnderTest();
  const sqs = clients.regions['here']?.sqs;
  for (const body of ['a', 'b', 'c']) await send(sqs, new SendMessageCommand({ QueueUrl: 'q', MessageBody: body }));
  home.ingest.receive(1);
  expect(await send(sqs, new GetQueueAttributesCommand({ QueueUrl: 'q' }))).toMatchObject({
    Attributes: { ApproximateNumberOfMessages: '2', ApproximateNumberOfMessagesNotVisible: '1' },
  });
});

it('reach the replica of each region, and tell of a receipt that is ended, as it was', async () => {
  const { clients, send, told, table } = clientsUnderTest();
  const receipt = { recordId: 'file#1', timestamp: 't', statusShard: 'RECEIVED#1', revision: 1 };
  await send(clients.regions['there']?.table, new PutCommand({ TableName: 't', Item: receipt }));
  expect(table.get('here', receipt).Item).toEqual(receipt);
  const own = clients.regions['here']?.table;
  const query = new QueryCommand({ TableName: 't', ExpressionAttributeValues: { ':shard': 'RECEIVED#1' } });
  expect(await send(own, query)).toEqual({ Items: [{ recordId: 'file#1', timestamp: 't' }] });
  const update = new UpdateCommand({
    TableName: 't',
    Key: { recordId: 'file#1', timestamp: 't' },
    UpdateExpression: 'SET #shard = :shard',
    ConditionExpression: '#revision = :revision',
    ExpressionAttributeNames: { '#shard': 'statusShard', '#revision': 'revision' },
    ExpressionAttributeValues: { ':shard': 'FAILED#1', ':revision': 1 },
  });
  await send(own, update);
  expect(told).toEqual([receipt]);
  expect(table.get('here', receipt).Item).toMatchObject({ statusShard: 'FAILED#1' });
});

it('tell of a state that is about to be saved, and of no other item', async () => {
  const { clients, send, told } = clientsUnderTest();
  const own = clients.regions['here']?.table;
  const put = (item: object) => new PutCommand({ TableName: 't', Item: { recordId: 'a', timestamp: 't', ...item } });
  await send(own, put({ beatAt: 1 }));
  expect(told).toEqual([]);
  await send(own, put({ state: '{}' }));
  expect(told).toEqual(['saves']);
});

it('tell of what is announced once it is', async () => {
  const { clients, send, told } = clientsUnderTest();
  await send(clients.sns, new PublishCommand({ Subject: 'here: breaker open', Message: 'why' }));
  expect(told).toEqual(['here: breaker open']);
});

it('refuse what no sentinel does', async () => {
  const { clients, send } = clientsUnderTest();
  expect(await send(clients.regions['here']?.sqs, new PurgeQueueCommand({ QueueUrl: 'q' }))).toEqual(
    new Error('The sentinel does no PurgeQueue.'),
  );
});
