import type { Image, StreamRecord } from '@pipeline/audit-trail';
import type { Choices } from './choices';

/** A write on its way to the other region; without an image it is a removal. */
export interface Replicated {
  readonly to: number;
  readonly key: string;
  readonly image: Image | undefined;
  readonly time: number;
}

interface Replica {
  /** What each key has, and when that was written; a removal leaves its time. */
  readonly slots: Map<string, { readonly image: Image | undefined; readonly time: number }>;
  readonly stream: StreamRecord[];
  clock: number;
}

const REGIONS = 2;

/**
 * A table of two regions as DynamoDB replicates it: the later write wins, by clocks that may differ; messages may come
 * late, in any order, twice, or be taken together where one key was written again before the first was sent.
 */
export class GlobalTable {
  readonly replicas: readonly Replica[] = Array.from({ length: REGIONS }, () => ({
    slots: new Map(),
    stream: [],
    clock: 0,
  }));
  readonly onTheWay: Replicated[] = [];

  constructor(private readonly choices: Choices) {}

  get(region: number, key: string): Image | undefined {
    return this.#replica(region).slots.get(key)?.image;
  }

  /** A write in a region; `undefined` removes. Its condition was evaluated at this moment. */
  write(region: number, key: string, image: Image | undefined): void {
    const replica = this.#replica(region);
    replica.clock += 1;
    // No two regions write at the same time.
    const time = replica.clock * REGIONS + region;
    this.#apply(replica, key, image, time);
    const message = { to: 1 - region, key, image, time };
    const before = this.onTheWay.findIndex((other) => other.to === message.to && other.key === key);
    if (before >= 0 && this.choices.onceIn(3)) this.onTheWay.splice(before, 1, message);
    else this.onTheWay.push(message);
  }

  /** What comes late, or a second time, changes nothing. */
  deliver({ to, key, image, time }: Replicated): void {
    const replica = this.#replica(to);
    replica.clock = Math.max(replica.clock, Math.floor(time / REGIONS));
    if ((replica.slots.get(key)?.time ?? -1) < time) this.#apply(replica, key, image, time);
  }

  #apply(replica: Replica, key: string, image: Image | undefined, time: number): void {
    const before = replica.slots.get(key)?.image;
    replica.slots.set(key, { image, time });
    if (before === undefined && image === undefined) return;
    const { recordId, timestamp } = (image ?? before) as Image;
    replica.stream.push({
      eventName: image === undefined ? 'REMOVE' : before === undefined ? 'INSERT' : 'MODIFY',
      dynamodb: {
        ApproximateCreationDateTime: time,
        Keys: { recordId, timestamp },
        ...(image === undefined ? {} : { NewImage: image }),
        ...(before === undefined ? {} : { OldImage: before }),
        SequenceNumber: String(replica.stream.length),
      },
    });
  }

  #replica(region: number): Replica {
    const replica = this.replicas[region];
    if (replica === undefined) throw new Error(`There is no region ${region}.`);
    return replica;
  }
}
