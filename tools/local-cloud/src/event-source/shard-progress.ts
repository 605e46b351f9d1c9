/** Which records of a shard were read and which of them are settled, when several batches are under way at once. */
export interface ShardProgress {
  /** A record was read, committed `at` ms since the epoch: its sequence number is higher than those before. */
  read(sequence: number, at: number): void;
  settled(sequence: number): void;
  /** The lowest sequence number that is not settled: from here a new start misses nothing. */
  next(): number;
  /** When the oldest record that was read and is not settled was committed, ms since the epoch. */
  oldestAt(): number | undefined;
}

export function createShardProgress(from: number): ShardProgress {
  /** In the order of the shard. */
  const unsettled = new Map<number, number>();
  let unread = from;
  return {
    read(sequence, at) {
      unsettled.set(sequence, at);
      unread = sequence + 1;
    },
    settled: (sequence) => void unsettled.delete(sequence),
    next: () => unsettled.keys().next().value ?? unread,
    oldestAt: () => unsettled.values().next().value,
  };
}
