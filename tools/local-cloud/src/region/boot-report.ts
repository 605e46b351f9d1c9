import type { AuditorEnvironment } from '@pipeline/runtime-contract';
import type { Plan, Unemulated } from '../template/planned';
import type { ApiAddress } from './region-apis';

/** The resources of a region that a client of it asks for first. */
export interface RegionAddress {
  readonly region: string;
  /** `http://127.0.0.1:<port>`: every service of the region. */
  readonly endpoint: string;
  /** The bucket that notifies a queue, the first of them; empty where the template has none, as the others. */
  readonly bucket: string;
  readonly table: string;
  /** The queue that a function works off. */
  readonly queue: string;
  /** The bucket that a function which reads a table's stream writes its trail to. */
  readonly auditBucket: string;
  /** The HTTP API's, at whose root its paths begin; empty where the template has none. */
  readonly api: string;
}

/** What a region says when it runs. */
export interface BootReport {
  readonly address: RegionAddress;
  readonly functions: readonly { readonly name: string; readonly runtime: string; readonly log: string }[];
  /** Messages that were in flight with this region's own pollers when they died, and are visible again. */
  readonly releasedInFlight: number;
  readonly unemulated: readonly Unemulated[];
}

export function addressOf(plan: Plan, endpoint: string, apis: readonly ApiAddress[]): RegionAddress {
  const queueArn = plan.eventSourceMappings[0]?.queueArn;
  return {
    region: plan.region,
    endpoint,
    bucket: plan.buckets.find(({ notifications }) => notifications.length > 0)?.name ?? '',
    table: plan.tables[0]?.name ?? '',
    queue: plan.queues.find(({ arn }) => arn === queueArn)?.name ?? '',
    auditBucket: auditBucketOf(plan),
    api: apis[0]?.url ?? '',
  };
}

/** As the function is told, by the variable of its contract. */
function auditBucketOf({ streamMappings, functions }: Plan): string {
  const auditors = streamMappings.map(({ functionName }) => functions.find(({ name }) => name === functionName));
  const bucket: keyof AuditorEnvironment = 'AUDIT_BUCKET';
  return auditors.map((auditor) => auditor?.environment[bucket]).find((name) => name !== undefined) ?? '';
}

/** How many there are of each type, or of each property of a type, in the order of the template. */
export function countUnemulated(
  unemulated: readonly Unemulated[],
): readonly { readonly type: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { type, property } of unemulated) {
    const name = property === undefined ? type : `${type} ${property}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([type, count]) => ({ type, count }));
}
