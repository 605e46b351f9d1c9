import { isComplete, isTerminal, type ReceiptKey } from '@pipeline/record-schema';
import type { Ports } from './ports';

const RESERVE_MS = 15_000;

/**
 * Ends receipts that nobody has touched for twice the queue's visibility: a message that comes back at all has by then.
 * Its processor crashed until SQS moved the message to the dead letters. Time in which the processor was held back does not count.
 */
export async function failStalledReceipts(heldAt: number, ports: Ports, timeLeft: () => number): Promise<void> {
  const { environment, clock, receipts, metrics, log } = ports;
  const untouchedMs = 2 * environment.VISIBILITY_TIMEOUT_SECONDS * 1_000;
  const now = clock.now();
  if (now - heldAt <= untouchedMs) return;
  let stalled = 0;
  for (let shard = 0; shard < environment.STATUS_SHARDS; shard += 1) {
    for (const status of ['RECEIVED', 'PROCESSING'] as const) {
      for await (const entry of receipts.byStatus(status, shard)) {
        if (timeLeft() < RESERVE_MS) return metrics.count('receiptsStalled', stalled);
        if (!entry.recordId.startsWith('file#') || !ofRegion(entry.timestamp, environment.TABLE_REGION)) continue;
        const receipt = await receipts.read(entry);
        if (!receipt || isTerminal(receipt) || now - receipt.processedAt <= untouchedMs) continue;
        if (await isCompleteElsewhere(receipt, ports)) continue;
        const fault = {
          code: 'STALLED',
          message:
            `Nobody has worked on the file for ${Math.floor((now - receipt.processedAt) / 60_000)} minutes: its message is ` +
            'among the dead letters, or gone. Redrive it, or deliver the file again.',
        };
        if (!(await receipts.fail(receipt, fault, now))) continue;
        stalled += 1;
        log.error('A file is stalled.', { recordId: receipt.recordId, key: receipt.origin.key });
      }
    }
  }
  metrics.count('receiptsStalled', stalled);
}

/** A file that the other region completed is done with, though this one's receipt was never ended; a replay is its own matter. */
async function isCompleteElsewhere({ recordId, timestamp }: ReceiptKey, { receipts }: Ports): Promise<boolean> {
  const [lastModified = '', , replay] = timestamp.split('#');
  if (replay !== undefined) return false;
  return (await receipts.of(recordId.slice('file#'.length), lastModified)).some(isComplete);
}

/** A receipt's sort key is `<lastModified>#<region>`, of a replay with its number after it. A region ends its own only. */
const ofRegion = (timestamp: string, region: string): boolean => timestamp.split('#')[1] === region;
