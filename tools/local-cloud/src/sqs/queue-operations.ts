import { NotEmulated, type ServiceRequest } from '../http/service';
import { queueDoesNotExist, sqsFault } from './fault';
import { optionalInteger, optionalText, requiredText, textList } from './input';
import { type Operation, queueOf, type SqsContext } from './operation';
import type { Queue } from './queue';

/** SQS takes a purge of one queue at most once in this time, in milliseconds. */
const PURGE_INTERVAL_MS = 60_000;
const LARGEST_PAGE = 1_000;

/** Addresses of queues are those at which the client came. */
const urlOf = ({ headers }: ServiceRequest, { account }: SqsContext, name: string): string =>
  `http://${headers.host ?? '127.0.0.1'}/${account}/${name}`;

export const getQueueUrl: Operation = {
  members: ['QueueName', 'QueueOwnerAWSAccountId'],
  run(context, input, request) {
    const name = requiredText(input, 'QueueName');
    const owner = optionalText(input, 'QueueOwnerAWSAccountId') ?? context.account;
    request.authorize('sqs:GetQueueUrl', context.arnOf(name));
    if (owner !== context.account || !context.queues.has(name)) throw queueDoesNotExist();
    return { QueueUrl: urlOf(request, context, name) };
  },
};

export const listQueues: Operation = {
  members: ['QueueNamePrefix', 'MaxResults', 'NextToken'],
  run(context, input, request) {
    request.authorize('sqs:ListQueues', context.arnOf('*'));
    const prefix = optionalText(input, 'QueueNamePrefix') ?? '';
    const most = optionalInteger(input, 'MaxResults', 1, LARGEST_PAGE);
    const token = Buffer.from(optionalText(input, 'NextToken') ?? '', 'base64').toString();
    const names = [...context.queues.keys()].filter((name) => name.startsWith(prefix) && name > token).sort();
    const page = names.slice(0, most ?? LARGEST_PAGE);
    return {
      QueueUrls: page.map((name) => urlOf(request, context, name)),
      // Without MaxResults there is no paging, as in AWS.
      ...(most !== undefined && page.length < names.length
        ? { NextToken: Buffer.from(page.at(-1) ?? '').toString('base64') }
        : {}),
    };
  },
};

export const getQueueAttributes: Operation = {
  members: ['QueueUrl', 'AttributeNames'],
  run(context, input, request) {
    const queue = queueOf(context, input, request, 'GetQueueAttributes');
    const wanted = textList(input, 'AttributeNames');
    const attributes = attributesOf(queue);
    for (const name of wanted) {
      if (name === 'Policy' || name.startsWith('Kms')) throw new NotEmulated('SQS', `the queue attribute "${name}"`);
      if (name !== 'All' && !ATTRIBUTES.has(name)) throw sqsFault('InvalidAttributeName', `Unknown Attribute ${name}.`);
    }
    const shown = Object.entries(attributes).filter(
      ([name, value]) => value !== undefined && (wanted.includes('All') || wanted.includes(name)),
    );
    return shown.length === 0 ? {} : { Attributes: Object.fromEntries(shown) };
  },
};

/** Attributes as text; undefined where the queue has none of that name. */
function attributesOf(queue: Queue): Readonly<Record<string, string | undefined>> {
  const { configuration } = queue;
  const { visible, inFlight, delayed } = queue.depth();
  const { redrive, redriveAllow } = configuration;
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1_000)),
    LastModifiedTimestamp: String(Math.floor(queue.createdAt / 1_000)),
    VisibilityTimeout: String(configuration.visibilityTimeoutSeconds),
    MaximumMessageSize: String(configuration.maximumMessageBytes),
    MessageRetentionPeriod: String(configuration.retentionSeconds),
    DelaySeconds: String(configuration.delaySeconds),
    ReceiveMessageWaitTimeSeconds: String(configuration.receiveWaitSeconds),
    SqsManagedSseEnabled: 'true',
    RedrivePolicy:
      redrive &&
      JSON.stringify({ deadLetterTargetArn: redrive.deadLetterArn, maxReceiveCount: redrive.maxReceiveCount }),
    RedriveAllowPolicy: redriveAllow && JSON.stringify(redriveAllow),
  };
}

const ATTRIBUTES = new Set([
  'QueueArn',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'VisibilityTimeout',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'DelaySeconds',
  'ReceiveMessageWaitTimeSeconds',
  'SqsManagedSseEnabled',
  'RedrivePolicy',
  'RedriveAllowPolicy',
]);

export const purgeQueue: Operation = {
  members: ['QueueUrl'],
  async run(context, input, request) {
    const queue = queueOf(context, input, request, 'PurgeQueue');
    if (context.clock.now() < (queue.purgedAt ?? -Infinity) + PURGE_INTERVAL_MS) {
      throw sqsFault(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
      );
    }
    await queue.purge();
    return {};
  },
};
