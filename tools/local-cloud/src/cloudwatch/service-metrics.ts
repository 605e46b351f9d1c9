import type { MetricPoint } from '../lambda/metrics';
import type { Queue } from '../sqs/sqs-service';

export interface MeasuredStream {
  readonly functionName: string;
  readonly iteratorAgeMs: number;
  readonly backlog: number;
}

/**
 * What SQS and Lambda measure by themselves, minute by minute, of queues and of readers of streams. What happens at once,
 * as an invocation or a refused write, is recorded where it happens.
 */
export function measureServices(
  queues: readonly Queue[],
  streams: readonly MeasuredStream[],
  now: number,
  timestamp: number,
): readonly MetricPoint[] {
  const ofQueues = queues.flatMap((queue): readonly MetricPoint[] => {
    const { visible, inFlight, delayed } = queue.depth();
    const oldest = queue.oldestSentAt();
    const point = (name: string, value: number, unit = 'Count'): MetricPoint => ({
      namespace: 'AWS/SQS',
      name,
      dimensions: { QueueName: queue.name },
      unit,
      value,
      timestamp,
    });
    return [
      point('ApproximateNumberOfMessagesVisible', visible),
      point('ApproximateNumberOfMessagesNotVisible', inFlight),
      point('ApproximateNumberOfMessagesDelayed', delayed),
      point('ApproximateAgeOfOldestMessage', oldest === undefined ? 0 : Math.max(0, now - oldest) / 1_000, 'Seconds'),
    ];
  });
  // Lambda publishes it while there is something to read.
  const ofStreams = streams
    .filter(({ backlog }) => backlog > 0)
    .map(({ functionName, iteratorAgeMs }) => ({
      namespace: 'AWS/Lambda',
      name: 'IteratorAge',
      dimensions: { FunctionName: functionName },
      unit: 'Milliseconds',
      value: iteratorAgeMs,
      timestamp,
    }));
  return [...ofQueues, ...ofStreams];
}
