/** What a template says of a queue. */
export interface QueueConfiguration {
  readonly name: string;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly delaySeconds: number;
  readonly maximumMessageBytes: number;
  /** How long a receive waits that doesn't say. */
  readonly receiveWaitSeconds: number;
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
  /** As the template has it; shown, not evaluated. */
  readonly redriveAllow?: Readonly<Record<string, unknown>>;
}

interface Limit {
  readonly attribute: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Whether SQS takes a queue's configuration.
 * @returns a sentence on what is wrong and what to do.
 */
export function refuseQueue(queue: QueueConfiguration): string | undefined {
  const { name, redrive } = queue;
  if (name.endsWith('.fifo')) {
    return `Queue ${name}: the local cloud does not emulate FIFO queues. Make it a standard queue.`;
  }
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) {
    return `Queue ${name}: a name has 1 to 80 letters, digits, hyphens and underscores.`;
  }
  const limits: Limit[] = [
    { attribute: 'VisibilityTimeout', value: queue.visibilityTimeoutSeconds, min: 0, max: 43_200 },
    { attribute: 'MessageRetentionPeriod', value: queue.retentionSeconds, min: 60, max: 1_209_600 },
    { attribute: 'DelaySeconds', value: queue.delaySeconds, min: 0, max: 900 },
    { attribute: 'MaximumMessageSize', value: queue.maximumMessageBytes, min: 1_024, max: 1_048_576 },
    { attribute: 'ReceiveMessageWaitTimeSeconds', value: queue.receiveWaitSeconds, min: 0, max: 20 },
    { attribute: 'RedrivePolicy.maxReceiveCount', value: redrive?.maxReceiveCount ?? 1, min: 1, max: 1_000 },
  ];
  const broken = limits.find(({ value, min, max }) => !Number.isInteger(value) || value < min || value > max);
  return (
    broken &&
    `Queue ${name}: ${broken.attribute} must be a whole number from ${broken.min} to ${broken.max}, not ${broken.value}.`
  );
}
