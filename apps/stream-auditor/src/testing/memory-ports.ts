import type { Image } from '@pipeline/audit-trail';
import type { BatchFigures, Log, Ports } from '../ports';

const keyOf = (item: Image): string => JSON.stringify([item['recordId'], item['timestamp']]);

const revisionOf = (item: Image | undefined): string => {
  const revision = item?.['revision'];
  return revision && 'S' in revision ? revision.S : '';
};

/** Bucket and table in memory, with the conditions that the real ones evaluate: what the handler's tests run on. */
export class MemoryRegion {
  readonly objects = new Map<string, Uint8Array>();
  readonly items = new Map<string, Image>();
  readonly figures: BatchFigures[] = [];
  readonly repaired: string[] = [];
  readonly lines: { readonly level: keyof Log; readonly message: string; readonly fields?: unknown }[] = [];
  poison = 0;
  now = Date.parse('2026-03-14T09:27:00.000Z');
  /** A call on its way to a service: a test may fail it before its effect. */
  hook: (operation: 'create' | 'putBack', name: string) => void = () => undefined;

  put(item: Image): void {
    this.items.set(keyOf(item), item);
  }

  ports(environment: Partial<Ports['environment']> = {}): Ports {
    return {
      environment: {
        TABLE_NAME: 'serverless-processed-data-prod',
        TABLE_REGION: 'us-east-1',
        AUDIT_BUCKET: 'serverless-audit-trail-prod',
        DIGEST_GRACE_MINUTES: 15,
        DIGEST_LOOKBACK_HOURS: 48,
        MAX_REPAIRS_IN_FLIGHT: 4,
        POWERTOOLS_SERVICE_NAME: 'stream-auditor',
        POWERTOOLS_METRICS_NAMESPACE: 'ServerlessPipeline',
        POWERTOOLS_LOG_LEVEL: 'INFO',
        ...environment,
      },
      trail: {
        create: async ({ key, body }) => {
          this.hook('create', key);
          if (this.objects.has(key)) return 'there';
          this.objects.set(key, body);
          return 'created';
        },
        list: (prefix, after = '') => this.#listed(prefix, after),
        read: async (key) => {
          const body = this.objects.get(key);
          if (body === undefined) throw new Error(`There is no ${key}.`);
          return body;
        },
      },
      table: {
        putBack: async (item, revision) => {
          this.hook('putBack', revision);
          const standing = this.items.get(keyOf(item));
          if (standing === undefined || revisionOf(standing) >= revision) return 'overtaken';
          this.items.set(keyOf(item), item);
          return 'written';
        },
      },
      clock: { now: () => this.now },
      log: {
        info: (message, fields) => void this.lines.push({ level: 'info', message, fields }),
        warn: (message, fields) => void this.lines.push({ level: 'warn', message, fields }),
        error: (message, fields) => void this.lines.push({ level: 'error', message, fields }),
      },
      metrics: {
        audited: (figures) => void this.figures.push(figures),
        conflictRepaired: (dataset) => void this.repaired.push(dataset),
        poisonRecord: () => void (this.poison += 1),
        digestsWritten: () => undefined,
      },
    };
  }

  async *#listed(prefix: string, after: string) {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    for (const key of keys) yield { key, bytes: this.objects.get(key)?.length ?? 0 };
  }
}
