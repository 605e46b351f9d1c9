/** How much there is in a history. */
export interface Scope {
  /** At most so many writers of the one key. */
  readonly writers: number;
  readonly contents: readonly string[];
  /** Whether a row that expires is written beside them. */
  readonly expiringRow: boolean;
  /** Fewer faults than this. */
  readonly faultsBelow: number;
  /** By how much a clock may be ahead all at once. */
  readonly clockAhead: readonly number[];
  /** Whether the line may be cut. Where every order of arrival is tried, a partition is one of them. */
  readonly partitions: boolean;
}

/** What seeds are drawn from. */
export const WIDE: Scope = {
  writers: 4,
  contents: ['a', 'b', 'c'],
  expiringRow: true,
  faultsBelow: 12,
  clockAhead: Array.from({ length: 20 }, (_, ticks) => ticks),
  partitions: true,
};

const SMALL: Scope = {
  writers: 2,
  contents: ['a', 'b'],
  expiringRow: false,
  faultsBelow: 1,
  clockAhead: [5],
  partitions: false,
};

/** What is small enough for every history that there is. */
export const SMALL_SCOPES: Readonly<Record<string, Scope>> = {
  'two writers': SMALL,
  'two writers and a fault': { ...SMALL, faultsBelow: 2 },
  'three writers': { ...SMALL, writers: 3 },
  'an expiring row and two faults': { ...SMALL, writers: 0, expiringRow: true, faultsBelow: 3 },
};
