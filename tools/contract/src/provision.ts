import { type Ask, asker, list, until } from './ask';
import type { Client, Json, JsonObject } from './case';
import { createFunction, deleteFunction } from './provision-function';
import { type NamedQueue, notifierPolicy, type Resources, SECRET_VALUE, TABLE } from './resources';

/**
 * Makes the resources through the API, for an implementation that has no template: AWS, or one of its emulators.
 * @param services those that the implementation has
 * @throws Error naming the call that was refused
 */
export async function createResources(
  client: Client,
  resources: Resources,
  region: string,
  services: ReadonlySet<string>,
): Promise<void> {
  const ask = asker(client);
  if (services.has('s3')) {
    // us-east-1 is the one region that must not be named.
    const place = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
    for (const Bucket of [resources.bucket, resources.plainBucket]) await ask('s3.CreateBucket', { Bucket, ...place });
    const VersioningConfiguration = { Status: 'Enabled' };
    await ask('s3.PutBucketVersioning', { Bucket: resources.bucket, VersioningConfiguration });
  }
  if (services.has('secretsmanager')) {
    for (const Name of [resources.secret, resources.rotatedSecret]) {
      await ask('secretsmanager.CreateSecret', { Name, SecretString: SECRET_VALUE });
    }
  }
  if (services.has('sqs')) for (const queue of resources.queues) await createQueue(ask, queue, resources.bucket);
  if (services.has('s3') && services.has('sqs')) await notifyQueues(ask, resources);
  if (services.has('sns')) await ask('sns.CreateTopic', { Name: resources.topic });
  if (services.has('lambda')) await createFunction(ask, resources);
  if (services.has('dynamodb')) {
    const { TimeToLiveSpecification, StreamSpecification, ...shape } = TABLE;
    const TableName = resources.table;
    await ask('dynamodb.CreateTable', {
      TableName,
      ...shape,
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, ...StreamSpecification },
    });
    await until(async () => {
      const { Table } = await ask('dynamodb.DescribeTable', { TableName });
      return (Table as JsonObject)['TableStatus'] === 'ACTIVE';
    });
    await ask('dynamodb.UpdateTimeToLive', { TableName, TimeToLiveSpecification });
  }
}

async function createQueue(ask: Ask, queue: NamedQueue, bucket: string): Promise<void> {
  const { name, settings, deadLetters, notification } = queue;
  const attributes: Record<string, string> = { ...settings.attributes };
  if (deadLetters !== undefined) {
    const deadLetterTargetArn = await arnOfQueue(ask, deadLetters);
    attributes['RedrivePolicy'] = JSON.stringify({
      deadLetterTargetArn,
      maxReceiveCount: settings.redrive?.maxReceiveCount,
    });
  }
  // The one queue that the policy is on.
  if (notification !== undefined) attributes['Policy'] = JSON.stringify(notifierPolicy(bucket, '*'));
  await ask('sqs.CreateQueue', { QueueName: name, Attributes: attributes });
}

async function notifyQueues(ask: Ask, { bucket, queues }: Resources): Promise<void> {
  const QueueConfigurations: object[] = [];
  for (const { name, notification } of queues) {
    if (notification === undefined) continue;
    const { Event, prefix } = notification;
    QueueConfigurations.push({
      QueueArn: await arnOfQueue(ask, name),
      Events: [Event],
      Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: prefix }] } },
    });
  }
  if (QueueConfigurations.length === 0) return;
  const NotificationConfiguration = { QueueConfigurations };
  await ask('s3.PutBucketNotificationConfiguration', { Bucket: bucket, NotificationConfiguration });
}

async function arnOfQueue(ask: Ask, QueueName: string): Promise<Json> {
  const { QueueUrl = '' } = await ask('sqs.GetQueueUrl', { QueueName });
  const { Attributes } = await ask('sqs.GetQueueAttributes', { QueueUrl, AttributeNames: ['QueueArn'] });
  return (Attributes as JsonObject)['QueueArn'] ?? '';
}

/**
 * Deletes what {@link createResources} made, as far as it got.
 * @returns a sentence for each resource that could not be deleted
 */
export async function deleteResources(
  client: Client,
  resources: Resources,
  services: ReadonlySet<string>,
): Promise<readonly string[]> {
  const ask = asker(client);
  const left: string[] = [];
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    await work().catch((error: unknown) => left.push(`${what} is left: ${String(error)}`));
  };
  if (services.has('s3')) {
    for (const bucket of [resources.bucket, resources.plainBucket]) {
      await attempt(`The bucket ${bucket}`, () => deleteBucket(ask, bucket));
    }
  }
  if (services.has('secretsmanager')) {
    for (const SecretId of [resources.secret, resources.rotatedSecret]) {
      const input = { SecretId, ForceDeleteWithoutRecovery: true };
      await attempt(`The secret ${SecretId}`, () => ask('secretsmanager.DeleteSecret', input));
    }
  }
  if (services.has('sns')) {
    // Making it again tells its ARN.
    await attempt(`The topic ${resources.topic}`, async () => {
      const { TopicArn = '' } = await ask('sns.CreateTopic', { Name: resources.topic });
      await ask('sns.DeleteTopic', { TopicArn });
    });
  }
  if (services.has('lambda')) await deleteFunction(ask, resources, attempt);
  if (services.has('sqs')) {
    for (const { name } of resources.queues) {
      await attempt(`The queue ${name}`, async () => {
        const { QueueUrl = '' } = await ask('sqs.GetQueueUrl', { QueueName: name });
        await ask('sqs.DeleteQueue', { QueueUrl });
      });
    }
  }
  if (services.has('dynamodb')) {
    const TableName = resources.table;
    await attempt(`The table ${TableName}`, () => ask('dynamodb.DeleteTable', { TableName }));
  }
  return left;
}

/** Versions, markers and unfinished uploads go first: a bucket is deleted empty. */
async function deleteBucket(ask: Ask, Bucket: string): Promise<void> {
  const { Uploads } = await ask('s3.ListMultipartUploads', { Bucket });
  for (const upload of list(Uploads)) {
    await ask('s3.AbortMultipartUpload', { Bucket, ...pick(upload, 'Key', 'UploadId') });
  }
  await until(async () => {
    const { Versions, DeleteMarkers } = await ask('s3.ListObjectVersions', { Bucket });
    const Objects = [...list(Versions), ...list(DeleteMarkers)].map((each) => pick(each, 'Key', 'VersionId'));
    if (Objects.length > 0) await ask('s3.DeleteObjects', { Bucket, Delete: { Objects, Quiet: true } });
    return Objects.length === 0;
  });
  await ask('s3.DeleteBucket', { Bucket });
}

const pick = (from: JsonObject, ...names: readonly string[]): JsonObject =>
  Object.fromEntries(names.map((name) => [name, from[name] ?? '']));
