import { type Place, queueArn } from './attributes';
import type { PlannedQueue } from './planned';
import type { PropertyRules, ResourceReader } from './resource-reader';

export const queueProperties: PropertyRules = {
  emulated: [
    'DelaySeconds',
    'FifoQueue',
    'MaximumMessageSize',
    'MessageRetentionPeriod',
    'QueueName',
    'ReceiveMessageWaitTimeSeconds',
    'RedriveAllowPolicy',
    'RedrivePolicy',
    'VisibilityTimeout',
  ],
  passive: ['KmsDataKeyReusePeriodSeconds', 'KmsMasterKeyId', 'SqsManagedSseEnabled', 'Tags'],
  listed: [],
};

/** Defaults are those of CloudFormation; the largest message is 1 MiB since 2025. */
export function planQueue(queue: ResourceReader, place: Place): PlannedQueue {
  if (queue.flag('FifoQueue', false)) {
    throw queue.refusal('it is a FIFO queue, and only standard queues are emulated.', 'Make it a standard queue.');
  }
  const redrive = queue.object('RedrivePolicy');
  const redriveAllow = queue.object('RedriveAllowPolicy');
  return {
    name: queue.name,
    arn: queueArn(queue.name, place),
    visibilityTimeoutSeconds: queue.number('VisibilityTimeout', 30),
    retentionSeconds: queue.number('MessageRetentionPeriod', 345_600),
    delaySeconds: queue.number('DelaySeconds', 0),
    maximumMessageBytes: queue.number('MaximumMessageSize', 1_048_576),
    receiveWaitSeconds: queue.number('ReceiveMessageWaitTimeSeconds', 0),
    ...(redrive && {
      redrive: {
        deadLetterArn: String(redrive['deadLetterTargetArn']),
        maxReceiveCount: Number(redrive['maxReceiveCount']),
      },
    }),
    ...(redriveAllow && { redriveAllow }),
  };
}
