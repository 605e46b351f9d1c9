import type { AwsParts } from '@pipeline/sentinel';
import type { ExecutionEnvironment } from './execution-environment';
import type { SimulatedBucket } from './simulated-bucket';
import type { RegionServices } from './simulated-clients';
import type { MappingInput, SimulatedMapping } from './simulated-mapping';
import type { WriteInput } from './simulated-table';
import type { Attributes } from './value';
import { clientOf, type Network } from './travel';

/** What a sentinel reaches: both regions' services, its own mapping, and people. */
export interface SentinelServices {
  readonly home: RegionServices;
  readonly other: RegionServices;
  readonly mapping: SimulatedMapping;
  /** Milliseconds since 1970 at virtual time 0. */
  readonly epoch: number;
  /** Told of every announcement. */
  readonly announced: (subject: string) => void;
  /** Told of every page of the other region's bucket: where it begins, and whether it is the last. */
  readonly listed: (from: { readonly key: string; readonly versionId?: string } | undefined, isLast: boolean) => void;
  /** Told of every state that it is about to save. */
  readonly saving: () => void;
  /** Told of every receipt that it ends, as it was before. */
  readonly ended: (receipt: Attributes) => void;
}

interface QueryInput {
  readonly ExpressionAttributeValues: Readonly<Record<string, string>>;
}

interface ObjectInput {
  readonly Key?: string;
  readonly CopySource?: string;
  readonly MaxKeys?: number;
  readonly KeyMarker?: string;
  readonly VersionIdMarker?: string;
}

interface BucketParts {
  /** Where a copy is read. */
  readonly source: SimulatedBucket | undefined;
  readonly onPage: SentinelServices['listed'] | undefined;
}

/** Versions of a page: few, so that walks have several. */
const PAGE = 2;

/** The sentinel's clients in one execution environment. */
export function sentinelClients(
  { home, other, mapping, epoch, announced, listed, saving, ended }: SentinelServices,
  environment: ExecutionEnvironment,
  network: Network,
): AwsParts['clients'] {
  const bucketOf = ({ buckets }: RegionServices) => [...buckets.values()][0] as SimulatedBucket;
  const tableOf = (services: RegionServices) =>
    clientOf(
      environment,
      network,
      services.region,
    )('table', (operation, input: WriteInput & QueryInput) => [
      String((input.Key ?? input.Item ?? {})['recordId'] ?? input.ExpressionAttributeValues[':shard']),
      () => tableCall(services, operation, input, { saving, ended }),
    ]);
  const s3Of = (services: RegionServices, source?: SimulatedBucket, onPage?: SentinelServices['listed']) =>
    clientOf(
      environment,
      network,
      services.region,
    )('s3', (operation, input: ObjectInput) => [
      input.Key ?? 'incoming/',
      () => bucketCall(bucketOf(services), operation, input, epoch + network.scheduler.now, { source, onPage }),
    ]);
  const sqsOf = (services: RegionServices) =>
    clientOf(
      environment,
      network,
      services.region,
    )('sqs', (operation, input: { MessageBody?: string }) => [
      'ingest',
      () => queueCall(services, operation, input, network.scheduler.now),
    ]);
  const regional = (services: RegionServices) => ({
    table: tableOf(services),
    s3: s3Of(services),
    sqs: sqsOf(services),
  });
  const client = clientOf(environment, network);
  const clients = {
    regions: { [home.region]: regional(home), [other.region]: regional(other) },
    lambda: client('lambda', (operation, input: MappingInput) => ['mapping', () => mapping.call(operation, input)]),
    sns: client('sns', (_, { Subject = '' }: { Subject?: string }) => ['topic', () => announced(Subject) ?? {}]),
    sts: client('sts', (_, { RoleArn }: { RoleArn: string }) => [RoleArn, () => ({ Credentials: CREDENTIALS })]),
    // A copy is asked of the region that it goes to, and read there from the other's bucket.
    s3As: (_: unknown, region: string) =>
      region === home.region ? s3Of(home, bucketOf(other)) : s3Of(other, undefined, listed),
  };
  return clients as unknown as AwsParts['clients'];
}

const CREDENTIALS = { AccessKeyId: 'ASIA', SecretAccessKey: 'secret', SessionToken: 'token' };

function tableCall(
  { region, table }: RegionServices,
  operation: string,
  input: WriteInput & QueryInput,
  { saving, ended }: Pick<SentinelServices, 'saving' | 'ended'>,
): unknown {
  const { ':shard': shard = '', ':since': since } = input.ExpressionAttributeValues ?? {};
  if (operation === 'Get') return table.get(region, input.Key ?? {});
  if (operation === 'Put') {
    if (input.Item?.['state'] !== undefined) saving();
    return table.put(region, input);
  }
  if (operation === 'Update') {
    // All that it changes of an item that is not its own: a receipt that it ends.
    const { Item } = table.get(region, input.Key ?? {});
    const output = table.update(region, input);
    if (Item) ended(Item);
    return output;
  }
  if (operation === 'Query') return table.query(region, shard, since);
  throw new Error(`The sentinel does no ${operation}.`);
}

function queueCall({ ingest }: RegionServices, operation: string, input: { MessageBody?: string }, now: number) {
  if (operation === 'SendMessage') return ingest.send(input.MessageBody ?? '');
  if (operation !== 'GetQueueAttributes') throw new Error(`The sentinel does no ${operation}.`);
  const hidden = [...ingest.messages.values()].filter(({ visibleAt }) => visibleAt > now).length;
  return {
    Attributes: {
      ApproximateNumberOfMessages: String(ingest.messages.size - hidden),
      ApproximateNumberOfMessagesNotVisible: String(hidden),
      ApproximateNumberOfMessagesDelayed: '0',
    },
  };
}

function bucketCall(
  bucket: SimulatedBucket,
  operation: string,
  input: ObjectInput,
  now: number,
  { source, onPage }: BucketParts,
): unknown {
  if (operation === 'ListObjectsV2') return { Contents: [] };
  if (operation === 'ListObjectVersions') return page(bucket, input, onPage);
  if (operation !== 'CopyObject' || !source) throw new Error(`The sentinel does no ${operation}.`);
  const [path = '', versionId = ''] = (input.CopySource ?? '').split('?versionId=');
  const key = path.split('/').slice(1).map(decodeURIComponent).join('/');
  const version = versionId === '' ? {} : { VersionId: decodeURIComponent(versionId) };
  const { body } = source.get({ Key: key, ...version }).version;
  return { VersionId: bucket.put(input.Key ?? '', body, now).versionId };
}

/** Versions after the marker, in the order of S3: by key, the newest of each first. */
function page(
  bucket: SimulatedBucket,
  { KeyMarker, VersionIdMarker }: ObjectInput,
  onPage: SentinelServices['listed'] = () => undefined,
): unknown {
  const all = bucket
    .keys()
    .filter((key) => key.startsWith('incoming/'))
    .flatMap((key) => [...bucket.versionsOf(key)].reverse());
  let from = 0;
  if (KeyMarker !== undefined) {
    const at = all.findIndex(({ key, versionId }) => key === KeyMarker && versionId === VersionIdMarker);
    from = at >= 0 ? at + 1 : all.findIndex(({ key }) => key > KeyMarker);
    if (from < 0) from = all.length;
  }
  const shown = all.slice(from, from + PAGE);
  const last = shown.at(-1);
  const isTruncated = from + PAGE < all.length;
  onPage(
    KeyMarker === undefined
      ? undefined
      : { key: KeyMarker, ...(VersionIdMarker === undefined ? {} : { versionId: VersionIdMarker }) },
    !isTruncated,
  );
  return {
    Versions: shown.map(({ key: Key, versionId: VersionId, lastModified: LastModified, body }) => ({
      Key,
      VersionId,
      LastModified,
      Size: body.length,
    })),
    IsTruncated: isTruncated,
    ...(isTruncated && last ? { NextKeyMarker: last.key, NextVersionIdMarker: last.versionId } : {}),
  };
}
