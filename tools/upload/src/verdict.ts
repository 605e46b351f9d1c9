import type { FileAccount } from './wait-for-file';

export interface Sent {
  readonly key: string;
  /** Absent where S3 told no version of what it took. */
  readonly fileId?: string;
  /** 0 where nobody waits. */
  readonly waitSeconds: number;
}

export interface Verdict {
  readonly line: string;
  /** 0 holds, 2 does not. */
  readonly code: 0 | 2;
}

const holds = (line: string): Verdict => ({ line: `holds: ${line}`, code: 0 });
const doesNotHold = (line: string): Verdict => ({ line: `does not hold: ${line}`, code: 2 });

/**
 * What is said of an upload at its end: that every row is accounted for and stored, or what is not.
 * @param account undefined where the file was not waited for, or not ended in time
 */
export function verdictOf({ key, fileId, waitSeconds }: Sent, account?: FileAccount): Verdict {
  if (fileId === undefined) return doesNotHold(`${key} is sent, and S3 told no version of it: ask GET /files for it`);
  const file = `${key} as the file ${fileId}`;
  if (waitSeconds === 0) return holds(`${file} is sent; nobody waited for its rows`);
  if (account === undefined) {
    return doesNotHold(`${file} is not accounted for after ${waitSeconds} s: ask GET /files/${fileId}`);
  }
  const judged = account.receipts.find(({ status }) => status === account.status);
  const { rows = 0, stored = 0, duplicate = 0, superseded = 0, rejected = 0 } = judged?.counts ?? {};
  const counts = `${rows} rows = ${stored} stored + ${duplicate} duplicate + ${superseded} superseded + ${rejected} rejected`;
  const why = judged?.fault ? ` (${judged.fault.code}: ${judged.fault.message})` : '';
  const line = `${account.status} ${file}: ${counts}${why}`;
  return account.status === 'COMPLETED' ? holds(line) : doesNotHold(line);
}
