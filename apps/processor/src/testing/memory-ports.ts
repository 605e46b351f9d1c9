import { createHash } from 'node:crypto';
import { isComplete, type Item, type Receipt, type RejectedRow, statusShard } from '@pipeline/record-schema';
import type { DeadLetterContext, ObjectAddress, SliceMessage } from '@pipeline/runtime-contract';
import { RefuseFile } from '../errors';
import type { Log, Ports, SliceFigures, VisibilityEntry } from '../ports';

/** A call on its way to a service: a test may fail it before or after its effect, or look at the clock. */
export type CallHook = (operation: string, phase: 'before' | 'after') => void;

/**
 * Bucket, table and queue in memory, with the conditions that the real ones evaluate: what a handler's test runs on.
 * The adapters themselves are tested against the local cloud.
 */
export class MemoryCloud {
  readonly objects = new Map<string, { readonly body: Uint8Array; readonly lastModified: string }>();
  readonly items = new Map<string, Item>();
  readonly rejected = new Map<string, RejectedRow>();
  readonly receipts = new Map<string, Receipt>();
  readonly sent: SliceMessage[] = [];
  readonly resent: string[] = [];
  readonly deadLetters: { readonly body: string; readonly context: DeadLetterContext }[] = [];
  readonly visibility: VisibilityEntry[] = [];
  readonly lines: { readonly level: keyof Log; readonly message: string; readonly fields?: unknown }[] = [];
  readonly figures: SliceFigures[] = [];
  readonly ended: string[] = [];
  now = Date.parse('2026-03-14T09:27:00.000Z');
  /** Bytes that one chunk of an object has. */
  chunkBytes = 1 << 16;
  hook: CallHook = () => undefined;

  put(key: string, body: string | Uint8Array, lastModified = '2026-03-14T09:26:53.000Z'): ObjectAddress {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const versionId = createHash('sha256').update(`${key}\u0000${this.objects.size}`).digest('hex').slice(0, 32);
    this.objects.set(versionId, { body: bytes, lastModified });
    return { bucket: 'serverless-data-ingestion-prod', key, versionId };
  }

  ports(environment: Partial<Ports['environment']> = {}): Ports {
    const settings: Ports['environment'] = {
      TABLE_NAME: 'serverless-processed-data-prod',
      TABLE_REGION: 'us-east-1',
      PIPELINE_REGIONS: ['us-east-1', 'us-west-2'],
      INGEST_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/serverless-ingest-queue-prod',
      DEAD_LETTER_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/serverless-ingest-dlq-prod',
      PIPELINE_SECRET: 'serverless-pipeline-secrets-prod',
      MAX_RECEIVES: 10,
      STATUS_SHARDS: 8,
      MAX_ROW_BYTES: 1 << 20,
      MAX_REJECTED_ROWS: 10_000,
      MAX_REJECTED_PERCENT: 50,
      MAX_WRITES_IN_FLIGHT: 16,
      WRITER: 'sdk',
      SPLIT_RESERVE_MS: 30_000,
      SLICE_BYTES: 33_554_432,
      POWERTOOLS_SERVICE_NAME: 'processor',
      POWERTOOLS_METRICS_NAMESPACE: 'ServerlessPipeline',
      POWERTOOLS_LOG_LEVEL: 'INFO',
      ...environment,
    };
    return {
      environment: settings,
      objects: this.#objectStore(),
      records: this.#recordStore(),
      receipts: this.#receiptStore(settings.STATUS_SHARDS),
      queue: this.#messageQueue(),
      keys: { hmacKeys: async () => [{ notBefore: '1970-01-01T00:00:00Z', key: Buffer.alloc(32, 'k') }] },
      clock: { now: () => this.now, sleep: async (milliseconds) => void (this.now += milliseconds) },
      random: () => 0.5,
      log: {
        info: (message, fields) => void this.lines.push({ level: 'info', message, fields }),
        warn: (message, fields) => void this.lines.push({ level: 'warn', message, fields }),
        error: (message, fields) => void this.lines.push({ level: 'error', message, fields }),
      },
      metrics: {
        slice: (figures) => void this.figures.push(figures),
        fileEnded: (dataset, status) => void this.ended.push(`${dataset} ${status}`),
        messageRetried: () => undefined,
      },
    };
  }

  #call<T>(operation: string, effect: () => T): Promise<T> {
    return (async () => {
      this.hook(operation, 'before');
      const result = effect();
      this.hook(operation, 'after');
      return result;
    })();
  }

  #objectStore(): Ports['objects'] {
    const chunksOf = (body: Uint8Array, from: number) => {
      const size = this.chunkBytes;
      return (async function* () {
        for (let at = from; at < body.length; at += size) yield body.subarray(at, at + size);
      })();
    };
    return {
      open: (address, fromByte) =>
        this.#call('open', () => {
          const object = this.objects.get(address.versionId ?? '');
          if (!object) throw new RefuseFile('OBJECT_GONE', `${address.key} is gone.`);
          return {
            ...(address.versionId === undefined ? {} : { versionId: address.versionId }),
            size: object.body.length,
            lastModified: object.lastModified,
            chunks: chunksOf(object.body, fromByte),
            close: () => undefined,
          };
        }),
    };
  }

  #recordStore(): Ports['records'] {
    const key = (item: { recordId: string; timestamp: string }) => `${item.recordId}|${item.timestamp}`;
    return {
      put: (item) =>
        this.#call('put', () => {
          const standing = this.items.get(key(item));
          if (standing && !(standing.revision < item.revision && standing.contentHash !== item.contentHash)) {
            return { written: false, standing };
          }
          this.items.set(key(item), item);
          return { written: true };
        }),
      renew: (item) =>
        this.#call('renew', () => {
          const standing = this.items.get(key(item));
          if (!standing || !(standing.revision < item.revision && standing.contentHash === item.contentHash)) {
            return standing ? { written: false, standing } : { written: false };
          }
          const { revision, schemaVersion, source, originRegion, processedAt } = item;
          const renewed = { revision, schemaVersion, source, originRegion, processedAt, echo: true };
          this.items.set(key(item), { ...standing, ...renewed });
          return { written: true };
        }),
      rejectedRow: ({ recordId }) => this.#call('rejectedRow', () => this.rejected.get(recordId)),
      resolve: ({ recordId }, resolvedBy) =>
        this.#call('resolve', () => {
          const row = this.rejected.get(recordId);
          if (row) this.rejected.set(recordId, { ...row, processingStatus: 'RESOLVED', resolvedBy });
        }),
      putRejected: (row) =>
        this.#call('putRejected', () => {
          if (!this.rejected.has(row.recordId)) this.rejected.set(row.recordId, row);
        }),
    };
  }

  #receiptStore(shards: number): Ports['receipts'] {
    const id = (key: { recordId: string; timestamp: string }) => `${key.recordId}|${key.timestamp}`;
    const change = (key: { recordId: string; timestamp: string }, edit: (receipt: Receipt) => Receipt | undefined) => {
      const standing = this.receipts.get(id(key));
      const changed = standing && edit(standing);
      if (changed) this.receipts.set(id(key), { ...changed, revision: changed.revision + 1 });
      return changed && this.receipts.get(id(key));
    };
    return {
      read: (keys) =>
        this.#call('read', () =>
          keys.flatMap((key) => {
            const receipt = this.receipts.get(id(key));
            return receipt ? [receipt] : [];
          }),
        ),
      create: (receipt) =>
        this.#call('create', () => {
          if (!this.receipts.has(id(receipt))) this.receipts.set(id(receipt), receipt);
        }),
      begin: (key) =>
        this.#call('begin', () =>
          change(key, ({ fault: _, ...receipt }) =>
            isComplete(receipt) ? undefined : { ...receipt, processingStatus: 'PROCESSING' },
          ),
        ),
      plan: (key, { start, cuts }) =>
        this.#call('plan', () =>
          change(key, (receipt) => {
            const slice = receipt.slices[start];
            if (!slice || slice.end !== undefined || receipt.done.has(start)) return undefined;
            const planned = cuts.map(({ offset, ordinal, line }, index) => {
              const end = cuts[index + 1]?.offset;
              return [offset, { ordinal, line, planned: start, ...(end === undefined ? {} : { end }) }] as const;
            });
            const own = { ...slice, ...(cuts[0] && { end: cuts[0].offset }) };
            return { ...receipt, slices: { ...receipt.slices, [start]: own, ...Object.fromEntries(planned) } };
          }),
        ),
      commitSlice: (key, { start, end: ownEnd, counts, header, next, fault, tooManyRejects }) =>
        this.#call('commitSlice', () =>
          change(key, (receipt) => {
            if (receipt.done.has(start) || receipt.slices[start]?.end !== ownEnd) return undefined;
            const slices = { ...receipt.slices };
            if (next) {
              const { ordinal, line, end } = next;
              const rest = { ordinal, line, after: start, ...(end === undefined ? {} : { end }) };
              slices[next.start] = { ...rest, ...(tooManyRejects && { held: true }) };
            }
            const slice = slices[start];
            if (fault && slice) slices[start] = { ...slice, fault };
            return {
              ...receipt,
              rows: receipt.rows + counts.rows,
              stored: receipt.stored + counts.stored,
              duplicate: receipt.duplicate + counts.duplicate,
              superseded: receipt.superseded + counts.superseded,
              rejected: receipt.rejected + counts.rejected,
              done: new Set([...receipt.done, start]),
              slices,
              ...(header && { header: receipt.header ?? header }),
            };
          }),
        ),
      finish: (key, { status, fault, teller }) =>
        this.#call('finish', () =>
          change(key, (receipt) =>
            isComplete(receipt)
              ? undefined
              : {
                  ...receipt,
                  processingStatus: status,
                  statusShard: statusShard(status, key.recordId, shards),
                  ...(fault ? { fault } : {}),
                  ...(teller === undefined ? {} : { toldBy: receipt.toldBy ?? teller }),
                },
          ),
        ),
    };
  }

  #messageQueue(): Ports['queue'] {
    return {
      setVisibility: (entries) =>
        this.#call('setVisibility', () => {
          this.visibility.push(...entries);
          return [];
        }),
      sendSlice: (message) => this.#call('sendSlice', () => void this.sent.push(message)),
      resend: (body) => this.#call('resend', () => void this.resent.push(body)),
      sendToDeadLetters: (body, context) =>
        this.#call('sendToDeadLetters', () => void this.deadLetters.push({ body, context })),
    };
  }
}
