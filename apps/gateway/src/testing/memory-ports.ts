import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Ticket } from '@pipeline/record-schema';
import type { Bucket, Joined, PartsToJoin, Ports, Probe, StoredItem } from '../ports';

/** The start of the cloud's clock. */
export const START = Date.parse('2026-03-01T10:00:00.000Z');

const answering: Probe = () => Promise.resolve();

/** Everything around the gateway, in memory: a table with its index, a bucket that joins what it is told to. */
export class MemoryCloud {
  readonly items = new Map<string, StoredItem>();
  readonly issued: string[] = [];
  readonly joined: PartsToJoin[] = [];
  readonly aborted: string[] = [];
  readonly keys = new Set<string>();
  readonly logged: { readonly level: string; readonly message: string }[] = [];
  queries = 0;
  now = START;
  joins: Joined = { kind: 'joined', versionId: 'version-1' };
  probes: Ports['probes'] = { table: answering, bucket: answering, queue: answering };
  /** What S3 fails with, where it should forget parts. */
  abortFails: Error | undefined;
  /** What a call of the table fails with, instead of an answer. */
  tableFails: Error | undefined;

  put(item: object): void {
    const stored = marshall(item, { removeUndefinedValues: true, convertClassInstanceToMap: true });
    this.items.set(`${stored['timestamp']?.S}\n${stored['recordId']?.S}`, stored);
  }

  tickets(): readonly Ticket[] {
    return [...this.items.values()]
      .filter((item) => item['recordId']?.S?.startsWith('upload#'))
      .map((item) => unmarshall(item) as unknown as Ticket);
  }

  ports(environment: Partial<Ports['environment']> = {}): Ports {
    const log = (level: string) => (message: string) => void this.logged.push({ level, message });
    return {
      environment: {
        TABLE_NAME: 'table',
        TABLE_REGION: 'us-east-1',
        INGESTION_BUCKET: 'files',
        INGEST_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/queue',
        STATUS_SHARDS: 4,
        TRANSFER_ACCELERATION: 'on',
        UPLOAD_URL_SECONDS: 900,
        PART_URL_SECONDS: 3_600,
        MULTIPART_DAYS: 7,
        POWERTOOLS_SERVICE_NAME: 'gateway',
        POWERTOOLS_METRICS_NAMESPACE: 'Test',
        POWERTOOLS_LOG_LEVEL: 'INFO',
        ...environment,
      },
      table: this.#table(),
      bucket: this.#bucket(),
      probes: this.probes,
      clock: { now: () => this.now },
      random: (bytes) => new Uint8Array(bytes).fill(7),
      log: { info: log('info'), warn: log('warn'), error: log('error') },
      metrics: { uploadIssued: (dataset) => void this.issued.push(dataset), uploadCompleted: () => undefined },
    };
  }

  #table(): Ports['table'] {
    const all = () => {
      if (this.tableFails) throw this.tableFails;
      return [...this.items.values()];
    };
    const text = (item: StoredItem, name: string) => item[name]?.S ?? '';
    const keyOf = (item: StoredItem) => ({ recordId: text(item, 'recordId'), timestamp: text(item, 'timestamp') });
    return {
      putTicket: async (ticket) => {
        all();
        this.put(ticket);
      },
      get: async ({ recordId, timestamp }) => {
        all();
        return this.items.get(`${timestamp}\n${recordId}`);
      },
      ofRecord: async (recordId) => all().filter((item) => text(item, 'recordId') === recordId),
      getAll: async (keys) =>
        keys
          .map(({ recordId, timestamp }) => this.items.get(`${timestamp}\n${recordId}`))
          .filter((item) => item !== undefined),
      // Entries of one instant lie in an order of the index's own, as in DynamoDB: here that of the ids backwards.
      queryIndex: async ({ statusShard, from, to, after, limit }) => {
        this.queries += 1;
        const entries = all()
          .filter((item) => text(item, 'statusShard') === statusShard)
          .map(keyOf)
          .filter(({ timestamp }) => timestamp >= from && timestamp <= to)
          .sort((a, b) => compare(a.timestamp, b.timestamp) || compare(b.recordId, a.recordId));
        const start =
          after === undefined
            ? 0
            : entries.findIndex((key) => key.recordId === after.recordId && key.timestamp === after.timestamp) + 1;
        const keys = entries.slice(start, start + limit);
        const last = keys.at(-1);
        return { keys, ...(last && start + limit < entries.length ? { last } : {}) };
      },
    };
  }

  #bucket(): Bucket {
    const url = (key: string, accelerated: boolean) =>
      `https://files.${accelerated ? 's3-accelerate' : 's3'}.amazonaws.com/${key}?X-Amz-Signature=0`;
    return {
      signPut: async ({ key, size, sha256, accelerated }) => ({
        method: 'PUT',
        url: url(key, accelerated),
        headers: { 'content-length': String(size), 'if-none-match': '*', 'x-amz-checksum-sha256': sha256 },
      }),
      signPart: async ({ key, number, size, crc64nvme, accelerated }) => ({
        method: 'PUT',
        url: `${url(key, accelerated)}&partNumber=${number}`,
        headers: { 'content-length': String(size), 'x-amz-checksum-crc64nvme': crc64nvme },
      }),
      startMultipart: async () => 'upload of S3',
      join: async (parts) => {
        this.joined.push(parts);
        return this.joins;
      },
      abort: async (key) => {
        if (this.abortFails) throw this.abortFails;
        this.aborted.push(key);
      },
      has: async (key) => this.keys.has(key),
    };
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
