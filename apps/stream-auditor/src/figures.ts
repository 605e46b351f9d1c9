import type { Entry, Image } from '@pipeline/audit-trail';
import { datasets } from '@pipeline/record-schema';
import type { BatchFigures, ChangeOutcome } from './ports';
import type { Change } from './read-batch';

/** The dimension of a metric comes from the registry, never from data: each of its values costs. */
export const datasetDimension = ({ dataset }: Pick<Entry, 'dataset'>): string =>
  dataset !== undefined && datasets.has(dataset) ? dataset : 'none';

/** The audited changes by dataset; `now` in epoch milliseconds. */
export function figuresOf(changes: readonly Change[], now: number): readonly BatchFigures[] {
  const byDataset = new Map<string, Change[]>();
  for (const change of changes) {
    const dataset = datasetDimension(change.entry);
    byDataset.set(dataset, [...(byDataset.get(dataset) ?? []), change]);
  }
  return [...byDataset].map(([dataset, own]) => {
    const counts: Partial<Record<ChangeOutcome, number>> = {};
    for (const change of own) {
      const outcome = outcomeOf(change);
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    const auditLagMs = longest(own.map(writtenAt), now);
    const arrivalToAuditedMs = longest(
      own.map(({ entry }) => arrivedAt(entry)),
      now,
    );
    return {
      dataset,
      changes: counts,
      ...(auditLagMs === undefined ? {} : { auditLagMs }),
      ...(arrivalToAuditedMs === undefined ? {} : { arrivalToAuditedMs }),
    };
  });
}

function outcomeOf({ entry, record }: Change): ChangeOutcome {
  if (entry.action !== 'WRITTEN') return entry.action === 'EXPIRED' ? 'expired' : 'removed';
  if (entry.recordId.startsWith('file#')) return 'receipt';
  if (entry.recordId.startsWith('upload#')) return 'ticket';
  const status = entry.image?.['processingStatus'];
  if (entry.recordId.startsWith('rejected#'))
    return status && 'S' in status && status.S === 'RESOLVED' ? 'resolved' : 'rejected';
  const echo = newImage(record)?.['echo'];
  return echo && 'BOOL' in echo && echo.BOOL ? 'renewed' : 'stored';
}

const newImage = ({ dynamodb }: Change['record']): Image | undefined => dynamodb?.NewImage as Image | undefined;

function writtenAt({ record }: Change): number | undefined {
  const processedAt = newImage(record)?.['processedAt'];
  return processedAt && 'N' in processedAt ? Number(processedAt.N) : undefined;
}

const COMPACT = /(?:^|#)(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z#/;

/** When the file came that a record is of: its revision tells, whatever the record's own time is. */
function arrivedAt({ action, revision }: Entry): number | undefined {
  const [, year, month, day, hour, minute, second] = COMPACT.exec(revision) ?? [];
  if (action !== 'WRITTEN' || year === undefined) return undefined;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function longest(instants: readonly (number | undefined)[], now: number): number | undefined {
  const known = instants.filter((instant) => instant !== undefined && !Number.isNaN(instant)) as number[];
  return known.length === 0 ? undefined : Math.max(0, now - known.reduce((one, other) => Math.min(one, other)));
}
