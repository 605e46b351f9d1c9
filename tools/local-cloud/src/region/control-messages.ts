import type { MetricStatistics } from '../lambda/metrics';
import type { RegionAddress } from './boot-report';
import type { RegionOptions } from './run-region';
import type { RegionStatus } from './region-status';

/** What a region's process needs to boot; travels as its one argument, in JSON. */
export interface RegionArguments extends Omit<RegionOptions, 'clock' | 'onTrouble'> {
  /** Tell of settled rows. Reading every change again for it costs the region about a sixth of its throughput. */
  readonly progress?: boolean;
}

/** What a region's process says to whoever started it. */
export type RegionMessage =
  | {
      readonly type: 'ready';
      readonly address: RegionAddress;
      /** Messages that were in a dead process's hands and are visible again. */
      readonly released: number;
      readonly unemulated: readonly { readonly type: string; readonly count: number }[];
    }
  /** Rows that each file has in the table so far, if the arguments ask for `progress`. */
  | { readonly type: 'settled'; readonly rows: Readonly<Record<string, number>> }
  /** Somebody has changed how long a minute lasts here, in milliseconds. */
  | { readonly type: 'minute'; readonly lengthMs: number }
  /** Something that a person should know: a function that can't start, an invocation that failed. */
  | { readonly type: 'warning'; readonly message: string }
  /** It can't run: why, and what to do. */
  | { readonly type: 'fatal'; readonly message: string }
  /** Answers to a {@link RegionRequest}, with its id. */
  | { readonly type: 'status'; readonly id: number; readonly status: RegionStatus }
  | { readonly type: 'metrics'; readonly id: number; readonly metrics: readonly MetricStatistics[] };

/** What whoever started a region's process may ask of it. */
export type RegionRequest =
  | { readonly type: 'status'; readonly id: number }
  | { readonly type: 'metrics'; readonly id: number }
  | { readonly type: 'stop' };
