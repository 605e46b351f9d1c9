import type { PlannedRecord } from '../template/plan-dns';

/**
 * The records that Route 53 answers a question with: of a failover pair the primary while it is healthy, else the secondary
 * if that is; where neither is, the primary.
 * Source: Route 53 Developer Guide, "How Amazon Route 53 chooses records when health checking is configured".
 */
export function answerQuestion(
  records: readonly PlannedRecord[],
  { name, type }: { readonly name: string; readonly type: string },
  isHealthy: (healthCheckId: string) => boolean,
): readonly PlannedRecord[] {
  const asked = name.toLowerCase().replace(/\.$/, '');
  const found = records.filter((record) => record.name === asked && (type === 'ANY' || record.type === type));
  const pair = found.filter(({ failover }) => failover !== undefined);
  if (pair.length === 0) return found;
  const of = (which: PlannedRecord['failover']) => pair.find(({ failover }) => failover === which);
  const serves = (record: PlannedRecord | undefined) =>
    record !== undefined && (record.healthCheckId === undefined || isHealthy(record.healthCheckId));
  const [primary, secondary] = [of('PRIMARY'), of('SECONDARY')];
  const chosen = serves(primary) ? primary : serves(secondary) ? secondary : (primary ?? secondary);
  return chosen ? [chosen] : [];
}
