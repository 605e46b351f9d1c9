/** Which records of a shard were read and which of them are settled, when several batches are under way at once. */
export interface ShardProgress {
  /** The record with this sequence number was read: its number is higher than those before. */
  read(sequence: number): void;
  settled(sequence: number): void;
  /** The lowest sequence number that is not settled: from here a new start misses nothing. */
  next(): number;
}

export function createShardProgress(from: number): ShardProgress {
  /** In the order of the shard. */
  const unsettled = new Set<number>();
  let unread = from;
  return {
    read(sequence) {
      unsettled.add(sequence);
      unread = sequence + 1;
    },
    settled: (sequence) => void unsettled.delete(sequence),
    next: () => unsettled.values().next().value ?? unread,
  };
}
