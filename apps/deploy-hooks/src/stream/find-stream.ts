import type { Outcome } from '../custom-resource/answer';

/** What DynamoDB says of the region's replica; undefined while there is none. */
export type DescribeReplica = (tableName: string) => Promise<Replica | undefined>;
export interface Replica {
  readonly status: string;
  /** Of the replicas in other regions. */
  readonly others: readonly string[];
  /** Undefined while the stream is not switched on. */
  readonly streamArn?: string;
}

export interface FindStreamPorts {
  readonly replica: DescribeReplica;
  readonly region: string;
  readonly clock: { now(): number; sleep(milliseconds: number): Promise<void> };
}

/** DynamoDB makes a replica in minutes. */
const ASK_EVERY_MS = 10_000;

/**
 * The ARN of the stream of this region's replica, which holds the time of its birth and can't be computed. Waits until the
 * table is there, active in every region, and streams: a table is not active while its stream is being switched on.
 * @throws Error saying how far the table is when the time runs out, or that no table was named
 */
export async function findStream(
  properties: Readonly<Record<string, unknown>>,
  deadline: number,
  { replica, region, clock }: FindStreamPorts,
): Promise<Outcome> {
  const tableName = properties['TableName'];
  if (typeof tableName !== 'string' || tableName === '') throw new Error('The property TableName names no table.');
  for (;;) {
    const found = await replica(tableName);
    const active = found?.status === 'ACTIVE' && found.others.every((status) => status === 'ACTIVE');
    if (active && found.streamArn !== undefined) {
      return { physicalId: `${tableName}@${region}`, data: { StreamArn: found.streamArn } };
    }
    if (clock.now() + ASK_EVERY_MS >= deadline) {
      throw new Error(
        `${tableName} has no stream in ${region} that can be read yet: ${found ? progress(found) : 'there is no replica'}. Deploy again when it is there.`,
      );
    }
    await clock.sleep(ASK_EVERY_MS);
  }
}

const progress = ({ status, others, streamArn }: Replica): string =>
  `the replica is ${status}${others.length > 0 ? `, the others are ${others.join(', ')}` : ''}, the stream is ${streamArn === undefined ? 'off' : 'on'}`;
