import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { Scheduler } from '../engine/scheduler';
import { validation } from './aws-error';
import { type Bindings, holds } from './condition';
import { updated } from './update';
import { type Attributes, marshalledItem, unmarshalled } from './value';

/** When a write happened, on its region's own clock: what the last writer wins by. */
interface Stamp {
  readonly time: number;
  readonly region: string;
}

interface Entry {
  readonly item: Attributes;
  readonly stamp: Stamp;
}

/** One change of one replica, as its stream tells it; replicated ones are among them. */
export interface Change {
  readonly region: string;
  readonly key: string;
  /** Written in this region, and not replicated into it. */
  readonly local: boolean;
  readonly oldImage?: Attributes;
  /** Absent where the item was removed. */
  readonly newImage?: Attributes;
}

export interface Replication {
  /** Milliseconds until a change is seen in the other region; undefined holds it until the partition is over. */
  lag(): number | undefined;
}

export interface WriteInput {
  readonly Item?: Attributes;
  readonly Key?: Attributes;
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
  readonly ReturnValues?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

const KEY_BYTES = { recordId: 2_048, timestamp: 1_024 };

/**
 * A global table: a replica per region, each judging conditions by what it knows itself; changes travel with a lag, and
 * of two the one with the later stamp stays, whatever its revision. That is what the pipeline must live with.
 */
export class SimulatedTable {
  readonly #replicas = new Map<string, Map<string, Entry>>();
  readonly #lastStamp = new Map<string, number>();
  readonly #held: (() => void)[] = [];
  /** Milliseconds by which a region's clock is ahead. */
  readonly skew = new Map<string, number>();
  /** The streams' place: the auditors' mappings read here. */
  onChange: (change: Change) => void = () => undefined;
  /** Whether nothing goes from region to region now. */
  isCut: () => boolean = () => false;
  writes = 0;

  constructor(
    private readonly regions: readonly string[],
    private readonly scheduler: Scheduler,
    private readonly replication: Replication,
  ) {
    for (const region of regions) this.#replicas.set(region, new Map());
  }

  get(region: string, key: Attributes): { Item?: Attributes } {
    const entry = this.#replica(region).get(keyOf(key));
    return entry ? { Item: unmarshalled(entry.item) as Attributes } : {};
  }

  put(region: string, input: WriteInput): object {
    const item = input.Item ?? {};
    const key = keyOf(item);
    this.#check(region, key, input);
    this.#write(region, key, item);
    return {};
  }

  update(region: string, input: WriteInput): { Attributes?: Attributes } {
    const key = keyOf(input.Key ?? {});
    this.#check(region, key, input);
    const old = this.#replica(region).get(key)?.item;
    const item = updated(input.UpdateExpression ?? '', old, input.Key ?? {}, bindingsOf(input));
    this.#write(region, key, item);
    return input.ReturnValues === 'ALL_NEW' ? { Attributes: unmarshalled(item) as Attributes } : {};
  }

  /** What nothing of the pipeline does (a TTL's delete): in all replicas at once, each of which tells its stream. */
  remove(key: Attributes): void {
    for (const region of this.regions) {
      const replica = this.#replica(region);
      const standing = replica.get(keyOf(key));
      if (!standing) continue;
      replica.delete(keyOf(key));
      this.onChange({ region, key: keyOf(key), local: true, oldImage: standing.item });
    }
  }

  /** Entries of the index by status: keys alone, in the order of their sort keys, above one if it is given. */
  query(region: string, statusShard: string, since = ''): { readonly Items: readonly Attributes[] } {
    const found: Attributes[] = [];
    for (const { item } of this.#replica(region).values()) {
      if (item['statusShard'] === statusShard && String(item['timestamp']) > since) {
        found.push({ recordId: item['recordId'], timestamp: item['timestamp'] });
      }
    }
    return { Items: found.sort((one, other) => (one['timestamp'] < other['timestamp'] ? -1 : 1)) };
  }

  /** Forgets items that nobody judges, in all replicas, as if they had never been. */
  forget(prefix: string): void {
    for (const replica of this.#replicas.values()) {
      for (const key of [...replica.keys()]) if (key.startsWith(prefix)) replica.delete(key);
    }
  }

  items(region: string): ReadonlyMap<string, Entry> {
    return this.#replica(region);
  }

  /** The partition is over: what was held arrives, each change with a lag of its own. */
  heal(): void {
    for (const deliver of this.#held.splice(0)) this.scheduler.after(this.replication.lag() ?? 0, deliver);
  }

  #check(region: string, key: string, input: WriteInput): void {
    if (input.ConditionExpression === undefined) return;
    const standing = this.#replica(region).get(key)?.item;
    if (holds(input.ConditionExpression, standing, bindingsOf(input))) return;
    const old = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && standing;
    throw new ConditionalCheckFailedException({
      message: 'The conditional request failed',
      $metadata: { httpStatusCode: 400 },
      ...(old ? { Item: marshalledItem(old) } : {}),
    });
  }

  #write(region: string, key: string, item: Attributes): void {
    this.writes += 1;
    const clock = this.scheduler.now + (this.skew.get(region) ?? 0);
    const time = Math.max(clock, (this.#lastStamp.get(region) ?? -Infinity) + 0.001);
    this.#lastStamp.set(region, time);
    const entry = { item, stamp: { time, region } };
    this.#apply(region, key, entry);
    for (const other of this.regions) {
      if (other === region) continue;
      const deliver = () => this.#apply(other, key, entry);
      const lag = this.isCut() ? undefined : this.replication.lag();
      if (lag === undefined) this.#held.push(deliver);
      else this.scheduler.after(lag, deliver);
    }
  }

  #apply(region: string, key: string, entry: Entry): void {
    const replica = this.#replica(region);
    const standing = replica.get(key);
    // A hybrid clock: no write of a region is stamped earlier than what the region has seen.
    this.#lastStamp.set(region, Math.max(this.#lastStamp.get(region) ?? -Infinity, entry.stamp.time));
    if (standing && isLater(standing.stamp, entry.stamp)) return;
    replica.set(key, entry);
    this.onChange({
      region,
      key,
      local: entry.stamp.region === region,
      newImage: entry.item,
      ...(standing ? { oldImage: standing.item } : {}),
    });
  }

  #replica(region: string): Map<string, Entry> {
    const replica = this.#replicas.get(region);
    if (!replica) throw new Error(`The table has no replica in ${region}.`);
    return replica;
  }
}

const isLater = (one: Stamp, other: Stamp): boolean =>
  one.time > other.time || (one.time === other.time && one.region > other.region);

const bindingsOf = (input: WriteInput): Bindings => ({
  names: input.ExpressionAttributeNames ?? {},
  values: input.ExpressionAttributeValues ?? {},
});

function keyOf({ recordId, timestamp }: Attributes): string {
  mustBeKey('recordId', recordId);
  mustBeKey('timestamp', timestamp);
  return `${recordId}\u0000${timestamp}`;
}

function mustBeKey(name: keyof typeof KEY_BYTES, value: unknown): void {
  if (typeof value !== 'string') throw validation(`One of the required keys was not given a value: ${name}`);
  const limit = KEY_BYTES[name];
  // No character of UTF-16 is more than three bytes.
  if (value === '' || (value.length * 3 > limit && Buffer.byteLength(value) > limit)) {
    throw validation(`The key ${name} is empty, or longer than ${limit} bytes`);
  }
}
