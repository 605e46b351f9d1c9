import type { DynamoDbService } from '../dynamodb/dynamodb-service';

/** Told of the rows of each file that the table took since it was told last. */
export type Settled = (rows: Readonly<Record<string, number>>) => void;

/** Often enough for a bar to move, in milliseconds. */
const TELL_EVERY_MS = 100;

/**
 * Counts rows per file as they reach a table, from its changes: an item names its row in `source`, a rejected row in
 * its key. So a progress can be shown without asking the table again and again.
 * @returns ends it
 */
export function watchSettledRows(dynamodb: DynamoDbService, table: string, settled: Settled): () => void {
  const abort = new AbortController();
  const counts = new Map<string, number>();
  let changed = false;
  const count = async () => {
    for await (const change of dynamodb.changes(table, dynamodb.changeRange(table).newest + 1, abort.signal)) {
      const { after, replicated } = change;
      // The region that made it tells of it.
      if (replicated) continue;
      const file = fileOf(after?.['recordId']?.S ?? '', after?.['source']?.S);
      if (file === undefined) continue;
      counts.set(file, (counts.get(file) ?? 0) + 1);
      changed = true;
    }
  };
  void count().catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
  });
  const teller = setInterval(() => {
    if (changed) settled(Object.fromEntries(counts));
    changed = false;
  }, TELL_EVERY_MS).unref();
  return () => {
    abort.abort();
    clearInterval(teller);
  };
}

/** `<file id>:<ordinal>` of an item, `rejected#<file id>#<ordinal>` of a rejected row; receipts are no rows. */
function fileOf(recordId: string, source: string | undefined): string | undefined {
  if (recordId.startsWith('rejected#')) return recordId.split('#')[1];
  return source?.split(':')[0];
}
