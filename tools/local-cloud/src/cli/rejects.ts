import type { RejectedRow } from '@pipeline/record-schema';

/** The rejected rows of one file that share a fault. */
export interface RejectSummary {
  readonly code: string;
  readonly path: string;
  readonly rows: number;
  readonly example: { readonly line: number; readonly message: string };
}

/** Rejected rows by fault, the most frequent first; the example of each is the first of the file. */
export async function summariseRejects(rows: AsyncIterable<RejectedRow>): Promise<readonly RejectSummary[]> {
  const byFault = new Map<string, RejectSummary>();
  for await (const { faults, line } of rows) {
    for (const { code, path, message } of faults) {
      const id = JSON.stringify([code, path]);
      const known = byFault.get(id);
      const example = known && known.example.line <= line ? known.example : { line, message };
      byFault.set(id, { code, path, rows: (known?.rows ?? 0) + 1, example });
    }
  }
  return [...byFault.values()].sort((one, other) => other.rows - one.rows);
}
