import type { Change } from '../dynamodb/change-log';
import type { ReplicatedChange } from '../dynamodb/replication';

/** What one region asks another for: the changes of a table from a place in its history on. */
export interface PullRequest {
  readonly table: string;
  /** The region that asks. */
  readonly region: string;
  /** Everything before this sequence number is durable where it was asked from. */
  readonly from: number;
  /** Which history `from` counts; empty when nothing was received yet. */
  readonly history: string;
  /** Answer only when there is a change, or after a while: who asks knows already that somebody is there. */
  readonly wait: boolean;
}

/** What is answered: changes that were made in the answering region, in their order. */
export interface ChangeBatch {
  readonly history: string;
  /** What to ask for next. */
  readonly next: number;
  /** No change that was made before this instant, milliseconds since the epoch, is still to come. */
  readonly completeTo: number;
  readonly changes: readonly ReplicatedChange[];
}

/** A change as it travels, in JSON: without what the other region has itself. */
export const encodeSent = ({ keys, after, timestamp, expired }: Change): string =>
  JSON.stringify({ keys, after, timestamp, expired } satisfies Record<keyof ReplicatedChange, unknown>);

/** A batch of changes that are JSON already. */
export const encodeBatch = ({
  changes,
  ...head
}: Omit<ChangeBatch, 'changes'> & { readonly changes: readonly string[] }) =>
  `${JSON.stringify(head).slice(0, -1)},"changes":[${changes.join(',')}]}`;

export const decodeBatch = (text: string): ChangeBatch => JSON.parse(text) as ChangeBatch;
