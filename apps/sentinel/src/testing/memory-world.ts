import type { Context } from 'aws-lambda';
import { fileId, newReceipt, type Receipt } from '@pipeline/record-schema';
import { type AdoptMessage, uploadIdOf } from '@pipeline/runtime-contract';
import type { BreakerChange } from '../breaker';
import scheduledEvent from '../fixtures/scheduled-event.json';
import { createHandler } from '../handler';
import type { ObjectVersion, Ports, TickFigures } from '../ports';

const MINUTE = 60_000;
export const HOME = 'us-east-1';
export const OTHER = 'us-west-2';

type Service = 'table' | 'bucket' | 'queue';

/** Both regions as one sentinel sees them, in virtual time. */
export class MemoryWorld {
  now = Date.parse('2026-03-14T09:26:00.000Z');
  readonly out = new Set<`${Service} ${string}`>();
  readonly mapping = {
    state: 'Enabled',
    maximumConcurrency: 8,
    untold: new Map<string, BreakerChange>(),
  };
  state: { text: string; revision: number } | undefined;
  readonly beats = new Map<string, number>();
  readonly receipts = new Map<string, Receipt>();
  readonly tickets: { recordId: string; timestamp: string; originRegion: string; object: { key: string } }[] = [];
  readonly objects: Record<string, ObjectVersion[]> = { [HOME]: [], [OTHER]: [] };
  readonly copies: string[] = [];
  readonly sent: AdoptMessage[] = [];
  readonly announced: string[] = [];
  readonly ticks: TickFigures[] = [];
  readonly counted = new Map<string, number>();
  queued = 0;
  pageSize = 2;
  /** A call on its way to a service: a test may end the process before its effect, or after it. */
  hook: (call: string, when: 'before' | 'after') => void = () => undefined;

  object(region: string, key: string, minutesAgo = 30): ObjectVersion {
    const version = {
      key,
      versionId: `v${(this.objects[region] ?? []).length}`,
      size: 10,
      lastModified: new Date(this.now - minutesAgo * MINUTE).toISOString(),
    };
    this.objects[region]?.push(version);
    return version;
  }

  receipt(
    of: string,
    by: string,
    version: ObjectVersion,
    status: Receipt['processingStatus'],
    minutesAgo = 0,
  ): Receipt {
    const origin = { role: `ingestion-${of}`, key: version.key, versionId: version.versionId };
    const receipt: Receipt = {
      ...newReceipt({
        fileId: fileId(origin),
        object: { bucket: 'b', key: version.key, versionId: version.versionId, lastModified: version.lastModified },
        origin,
        region: by,
        shardCount: 2,
        now: this.now - minutesAgo * MINUTE,
      }),
      processingStatus: status,
    };
    this.receipts.set(`${receipt.recordId} ${receipt.timestamp}`, receipt);
    return receipt;
  }

  /** What the gateway of a region promised to take. */
  ticket(of: string, key: string, minutesAgo = 0): void {
    this.tickets.push({
      recordId: `upload#${uploadIdOf(key)}`,
      timestamp: new Date(this.now - minutesAgo * MINUTE).toISOString(),
      originRegion: of,
      object: { key },
    });
  }

  async tick(minutes = 1): Promise<void> {
    await this.#invoke('serverless-sentinel-tick-prod');
    this.now += minutes * MINUTE;
  }

  async reconcile(): Promise<void> {
    await this.#invoke('serverless-sentinel-reconcile-prod');
  }

  async #invoke(rule: string): Promise<void> {
    const started = this.now;
    const context = { getRemainingTimeInMillis: () => 55_000 - (this.now - started) } as Context;
    const resources = [`arn:aws:events:us-east-1:123456789012:rule/${rule}`];
    try {
      await createHandler(this.ports())({ ...scheduledEvent, 'detail-type': 'Scheduled Event', resources }, context);
    } finally {
      this.now = started;
    }
  }

  async #call<T>(name: string, effect: () => T, service?: Service, region = HOME): Promise<T> {
    this.hook(name, 'before');
    if (service && this.out.has(`${service} ${region}`)) throw new Error(`${service} of ${region} is out`);
    const result = effect();
    this.hook(name, 'after');
    return result;
  }

  ports(): Ports {
    const page = (region: string, after?: { key: string; versionId?: string }) => {
      const all = this.objects[region] ?? [];
      const from = after ? all.findIndex(({ versionId }) => versionId === after.versionId) + 1 : 0;
      const versions = all.slice(from, from + this.pageSize);
      const last = versions.at(-1);
      const more = last !== undefined && from + this.pageSize < all.length;
      return { versions, ...(more ? { next: { key: last.key, versionId: last.versionId } } : {}) };
    };
    const { mapping } = this;
    return {
      environment: {
        TABLE_NAME: 'serverless-processed-data-prod',
        TABLE_REGION: HOME,
        OTHER_REGION: OTHER,
        INGESTION_BUCKET: 'serverless-data-ingestion-prod',
        OTHER_INGESTION_BUCKET: 'serverless-data-ingestion-us-west-2-prod',
        INGEST_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/serverless-ingest-queue-prod',
        OTHER_INGEST_QUEUE_URL: 'https://sqs.us-west-2.amazonaws.com/123456789012/serverless-ingest-queue-prod',
        MAPPING_ID: 'm',
        MAPPING_ARN: 'arn:aws:lambda:us-east-1:123456789012:event-source-mapping:m',
        MAXIMUM_CONCURRENCY: 8,
        FAILOVER_ROLE: 'arn:aws:iam::123456789012:role/serverless-failover-role-us-west-2-prod',
        NOTIFICATION_TOPIC: 'arn:aws:sns:us-east-1:123456789012:serverless-notifications-prod',
        TICK_RULE: 'serverless-sentinel-tick-prod',
        RECONCILE_RULE: 'serverless-sentinel-reconcile-prod',
        STATUS_SHARDS: 2,
        VISIBILITY_TIMEOUT_SECONDS: 1_800,
        PROBE_TIMEOUT_MS: 2_000,
        LOST_AFTER_TICKS: 3,
        BACK_AFTER_TICKS: 2,
        ANNOUNCED_WITHIN_SECONDS: 900,
        POWERTOOLS_SERVICE_NAME: 'sentinel',
        POWERTOOLS_METRICS_NAMESPACE: 'ServerlessPipeline',
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
      heartbeats: {
        write: (region, at) => this.#call('beat', () => void this.beats.set(region, at), 'table', region),
        read: (region) => this.#call('look', () => this.beats.get(region), 'table', region),
        loadState: () => this.#call('loadState', () => this.state, 'table'),
        saveState: (text, revision) =>
          this.#call(
            'saveState',
            () => {
              if ((this.state?.revision ?? 0) !== revision) return 'overtaken';
              this.state = { text, revision: revision + 1 };
              return 'saved';
            },
            'table',
          ),
      },
      buckets: {
        probe: (region) => this.#call('probe', () => undefined, 'bucket', region),
        list: (after) => this.#call('list', () => page(HOME, after), 'bucket'),
      },
      queues: {
        depth: (region) => this.#call('depth', () => this.queued, 'queue', region),
        send: (message) => this.#call('send', () => void this.sent.push(message), 'queue'),
      },
      mapping: {
        read: () =>
          this.#call('readMapping', () => {
            const untold = [...mapping.untold].map(([at, change]) => ({ at, change }));
            return { state: mapping.state, concurrency: mapping.maximumConcurrency, untold };
          }),
        note: ({ at, change }) => this.#call('note', () => void mapping.untold.set(at, change)),
        told: (changes) => this.#call('told', () => changes.forEach(({ at }) => mapping.untold.delete(at))),
        change: ({ enabled, maximumConcurrency }) =>
          this.#call('change', () => {
            mapping.state = enabled ? 'Enabled' : 'Disabled';
            mapping.maximumConcurrency = maximumConcurrency;
            return 'accepted' as const;
          }),
      },
      receipts: {
        of: (id, lastModified) =>
          this.#call(
            'receipts',
            () => [HOME, OTHER].flatMap((region) => this.receipts.get(`file#${id} ${lastModified}#${region}`) ?? []),
            'table',
          ),
        read: async ({ recordId, timestamp }) =>
          this.receipts.get(`${recordId} ${timestamp}`) ??
          (this.tickets.find((ticket) => ticket.recordId === recordId) as unknown as Receipt),
        byStatus: (status, shard, since = '') => this.#byStatus(status, shard, since),
        fail: (receipt, fault, now) =>
          this.#call('fail', () => {
            const failed = { ...receipt, processingStatus: 'FAILED' as const, fault, processedAt: now };
            this.receipts.set(`${receipt.recordId} ${receipt.timestamp}`, failed);
            return true;
          }),
      },
      openLostBucket: async () => ({
        list: (after) => this.#call('list', () => page(OTHER, after), 'bucket', OTHER),
        copy: (version, key) =>
          this.#call(
            'copy',
            () => {
              this.copies.push(key);
              return `copy-of-${version.versionId}`;
            },
            'bucket',
            OTHER,
          ),
      }),
      announce: (subject) => this.#call('announce', () => void this.announced.push(subject)),
      // Later than any call that answers, which takes no turn of the event loop.
      clock: { now: () => this.now, sleep: () => new Promise((resolve) => setImmediate(resolve)) },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      metrics: {
        tick: (figures) => void this.ticks.push(figures),
        count: (tally, count) => void this.counted.set(tally, (this.counted.get(tally) ?? 0) + count),
        gauge: (name, value) => void this.counted.set(name, value),
      },
    };
  }

  async *#byStatus(status: string, shard: number, since: string) {
    for (const receipt of this.receipts.values()) {
      if (receipt.processingStatus !== status || !receipt.statusShard.endsWith(`#${shard}`)) continue;
      if (receipt.timestamp <= since) continue;
      yield { recordId: receipt.recordId, timestamp: receipt.timestamp };
    }
    if (status === 'ISSUED' && shard === 0) yield* this.tickets.filter(({ timestamp }) => timestamp > since);
  }
}
