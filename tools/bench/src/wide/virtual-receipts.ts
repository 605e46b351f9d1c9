import type { Ports } from '@pipeline/processor';
import { isComplete, type Receipt, type ReceiptKey } from '@pipeline/record-schema';

/** Receipts in memory, under the conditions of the table's; each call takes as long as one of the table. */
export function virtualReceipts(standing: Map<string, Receipt>, call: () => Promise<void>): Ports['receipts'] {
  const id = ({ recordId, timestamp }: ReceiptKey) => `${recordId}|${timestamp}`;
  const change = async (key: ReceiptKey, edit: (receipt: Receipt) => Receipt | undefined) => {
    await call();
    const receipt = standing.get(id(key));
    const changed = receipt && edit(receipt);
    if (changed) standing.set(id(key), { ...changed, revision: changed.revision + 1 });
    return changed && standing.get(id(key));
  };
  return {
    async read(keys) {
      await call();
      return keys.flatMap((key) => standing.get(id(key)) ?? []);
    },
    async create(receipt) {
      await call();
      if (!standing.has(id(receipt))) standing.set(id(receipt), receipt);
    },
    begin: (key) =>
      change(key, (receipt) => (isComplete(receipt) ? undefined : { ...receipt, processingStatus: 'PROCESSING' })),
    plan: (key, { start, cuts }) =>
      change(key, (receipt) => {
        const own = receipt.slices[start];
        if (!own || own.end !== undefined || receipt.done.has(start)) return undefined;
        const planned = cuts.map(({ offset, ordinal, line }, index) => {
          const end = cuts[index + 1]?.offset;
          return [offset, { ordinal, line, planned: start, ...(end === undefined ? {} : { end }) }] as const;
        });
        const ended = { ...own, ...(cuts[0] && { end: cuts[0].offset }) };
        return { ...receipt, slices: { ...receipt.slices, [start]: ended, ...Object.fromEntries(planned) } };
      }),
    commitSlice: (key, { start, end, counts, next }) =>
      change(key, (receipt) => {
        if (receipt.done.has(start) || receipt.slices[start]?.end !== end) return undefined;
        const rest = next && { [next.start]: { ...next, after: start } };
        return {
          ...receipt,
          rows: receipt.rows + counts.rows,
          stored: receipt.stored + counts.stored,
          duplicate: receipt.duplicate + counts.duplicate,
          superseded: receipt.superseded + counts.superseded,
          rejected: receipt.rejected + counts.rejected,
          done: new Set([...receipt.done, start]),
          slices: { ...receipt.slices, ...rest },
        };
      }),
    finish: (key, { status }) =>
      change(key, (receipt) => (isComplete(receipt) ? undefined : { ...receipt, processingStatus: status })),
  };
}
