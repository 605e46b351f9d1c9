import type { RejectedRow } from '@pipeline/record-schema';

/** The rejected rows of one file that share a fault. */
export interface RejectSummary {
  readonly code: string;
  readonly path: string;
  readonly rows: number;
  readonly example: { readonly line: number; readonly message: string };
}

/** Rejected rows by fault, whichever element of a list has it, the most frequent first; the example is the file's first. */
export async function summariseRejects(rows: AsyncIterable<RejectedRow>): Promise<readonly RejectSummary[]> {
  const byFault = new Map<string, RejectSummary>();
  for await (const { faults, line } of rows) {
    const ofThisRow = new Set<string>();
    for (const { code, path: place, message } of faults) {
      const path = place.replace(/\[\d+\]/g, '[]');
      const id = JSON.stringify([code, path]);
      if (ofThisRow.has(id)) continue;
      ofThisRow.add(id);
      const known = byFault.get(id);
      const example = known && known.example.line <= line ? known.example : { line, message };
      byFault.set(id, { code, path, rows: (known?.rows ?? 0) + 1, example });
    }
  }
  return [...byFault.values()].sort((one, other) => other.rows - one.rows);
}
