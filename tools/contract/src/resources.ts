import { createHash } from 'node:crypto';
import type { Case, QueueSettings } from './case';

/** A queue of one case by its physical name. */
export interface NamedQueue {
  readonly case: string;
  readonly role: string;
  readonly name: string;
  readonly settings: QueueSettings;
  /** Physical name of the queue that takes its dead letters. */
  readonly deadLetters?: string;
  /** What the versioned bucket tells it, by the API's names. */
  readonly notification?: { readonly Event: string; readonly prefix: string };
}

/** A mapping of one case, and the physical name of its queue. */
export interface NamedMapping {
  readonly case: string;
  readonly role: string;
  readonly queue: string;
}

/** Everything a run works on, by physical names that no other run has. */
export interface Resources {
  readonly bucket: string;
  /** A bucket without versions. */
  readonly plainBucket: string;
  readonly table: string;
  /** A secret that is only read, and one that is given values. */
  readonly secret: string;
  readonly rotatedSecret: string;
  readonly topic: string;
  /** A role that the account may take, and that the function has. */
  readonly role: string;
  /** A function that takes whatever it is given. */
  readonly function: string;
  readonly queues: readonly NamedQueue[];
  readonly mappings: readonly NamedMapping[];
}

/** A short name of a case that no other has, the same in every run. */
export const tagOf = ({ name }: Case): string => `case-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;

/** The function's one file. */
export const FUNCTION_CODE = 'exports.handler = async () => ({ batchItemFailures: [] });\n';
export const FUNCTION = { Runtime: 'nodejs22.x', Handler: 'index.handler', Timeout: 3 } as const;

/** Who may take the role: the account, for the cases, and Lambda, for the function. */
export const trustPolicy = (root: unknown) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: root }, Action: 'sts:AssumeRole' },
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

/** What Lambda asks of a role before it polls a queue for its function. */
export const pollPolicy = (queues: readonly unknown[]) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Resource: queues,
    },
  ],
});

/** What the secrets hold at first. */
export const SECRET_VALUE = '{"hmacKeys":[{"id":"first","key":"c2VjcmV0"}]}';

/** The table's shape is that of the pipeline's: two text keys, an index of keys only, a stream, a time to live. */
export const TABLE = {
  AttributeDefinitions: ['recordId', 'timestamp', 'statusShard'].map((name) => ({
    AttributeName: name,
    AttributeType: 'S' as const,
  })),
  KeySchema: keySchema('recordId', 'timestamp'),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'processing-status-index',
      KeySchema: keySchema('statusShard', 'timestamp'),
      Projection: { ProjectionType: 'KEYS_ONLY' as const },
    },
  ],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' as const },
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
};

function keySchema(hash: string, range: string) {
  return [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
}

/** @param run lower-case letters and digits: bucket names are global */
export function nameResources(run: string, cases: readonly Case[]): Resources {
  const name = (what: string) => `pipeline-contract-${run}-${what}`;
  const queues = cases.flatMap((each) =>
    Object.entries(each.queues ?? {}).map(([role, settings]) => ({
      case: each.name,
      role,
      name: name(`${tagOf(each)}-${role}`),
      settings,
      ...(settings.events === undefined ? {} : { notification: { Event: settings.events, prefix: `${tagOf(each)}/` } }),
      ...(settings.redrive ? { deadLetters: name(`${tagOf(each)}-${settings.redrive.to}`) } : {}),
    })),
  );
  return {
    bucket: name('versioned'),
    plainBucket: name('plain'),
    table: name('items'),
    secret: name('secret'),
    rotatedSecret: name('rotated'),
    topic: name('topic'),
    role: name('role'),
    function: name('function'),
    // Queues for dead letters come before those that name them.
    queues: queues.toSorted((left, right) => Number('deadLetters' in left) - Number('deadLetters' in right)),
    mappings: cases.flatMap((each) =>
      Object.entries(each.mappings ?? {}).map(([role, { of }]) => ({
        case: each.name,
        role,
        queue: name(`${tagOf(each)}-${of}`),
      })),
    ),
  };
}

/** The policy by which a bucket may send to a queue. */
export const notifierPolicy = (bucket: string, queueArn: unknown) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn,
      Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:s3:::${bucket}` } },
    },
  ],
});
