import type { AttributeValue as Wire } from '@aws-sdk/client-dynamodb';
import { S3ServiceException } from '@aws-sdk/client-s3';
import type { AwsParts } from '@pipeline/stream-auditor';
import type { ExecutionEnvironment } from './execution-environment';
import type { SimulatedBucket } from './simulated-bucket';
import type { SimulatedTable } from './simulated-table';
import { clientOf, type Network } from './travel';
import { fromWireItem } from './wire';

/** What of its region the auditor reaches. */
export interface AuditorServices {
  readonly region: string;
  readonly table: SimulatedTable;
  readonly trail: SimulatedBucket;
}

interface PutItemInput {
  readonly Item: Readonly<Record<string, Wire>>;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, Wire>>;
}

interface ObjectInput {
  readonly Key: string;
  readonly Body: Uint8Array;
  readonly IfNoneMatch?: string;
  readonly Prefix: string;
  readonly StartAfter?: string;
}

/** The auditor's clients in one execution environment. They try once: what fails comes again with its batch. */
export function auditorClients(
  { region, table, trail }: AuditorServices,
  environment: ExecutionEnvironment,
  network: Network,
): AwsParts['clients'] {
  const client = clientOf(environment, network);
  const objects: Readonly<Record<string, (input: ObjectInput) => unknown>> = {
    PutObject: ({ Key, Body, IfNoneMatch }) => create(trail, Key, Body, IfNoneMatch, network),
    GetObject: ({ Key }) => {
      const { body } = trail.get({ Key }).version;
      return { Body: { transformToByteArray: () => Promise.resolve(body) } };
    },
    ListObjectsV2: ({ Prefix, StartAfter = '' }) => ({
      Contents: trail
        .keys()
        .filter((key) => key.startsWith(Prefix) && key > StartAfter)
        .map((Key) => ({ Key, Size: trail.get({ Key }).version.body.length })),
    }),
  };
  const clients = {
    s3: client('s3', (operation, input: ObjectInput) => [
      input.Key ?? input.Prefix,
      () => {
        const serve = objects[operation];
        if (!serve) throw new Error(`The simulated trail does not know ${operation}.`);
        return serve(input);
      },
    ]),
    table: client('table', (operation, { Item, ExpressionAttributeValues = {}, ...condition }: PutItemInput) => [
      String(Item['recordId']?.S),
      () => {
        if (operation !== 'PutItem') throw new Error(`The auditor does no ${operation}.`);
        const values = fromWireItem(ExpressionAttributeValues);
        return table.put(region, { ...condition, Item: fromWireItem(Item), ExpressionAttributeValues: values });
      },
    ]),
  };
  return clients as unknown as AwsParts['clients'];
}

function create(
  trail: SimulatedBucket,
  key: string,
  body: Uint8Array,
  ifNoneMatch: string | undefined,
  { scheduler }: Network,
): object {
  if (ifNoneMatch === '*' && trail.has(key)) {
    throw new S3ServiceException({
      name: 'PreconditionFailed',
      $fault: 'client',
      $metadata: { httpStatusCode: 412 },
      message: 'At least one of the pre-conditions you specified did not hold',
    });
  }
  trail.put(key, body, scheduler.now);
  return {};
}
