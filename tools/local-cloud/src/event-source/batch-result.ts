/** What becomes of a batch: which of its members failed, or why all did. */
export type BatchResult =
  | { readonly kind: 'done'; readonly failed: ReadonlySet<string> }
  | { readonly kind: 'all failed'; readonly reason: string };

const done = (failed: Iterable<string> = []): BatchResult => ({ kind: 'done', failed: new Set(failed) });
const allFailed = (reason: string): BatchResult => ({ kind: 'all failed', reason });

/**
 * Reads a function's answer to a batch of messages or records, for a mapping that reports batch item failures. An answer that names no failure
 * is a success of all; one that can't be understood is a failure of all.
 * Source: Lambda Developer Guide, "Implementing partial batch responses", success and failure conditions.
 * @param payload JSON text
 * @param members message ids, or sequence numbers, of the batch
 */
export function readBatchResult(payload: string, members: ReadonlySet<string>): BatchResult {
  let answer: unknown;
  try {
    answer = JSON.parse(payload);
  } catch {
    return allFailed('The answer is not JSON.');
  }
  if (answer === null) return done();
  if (typeof answer !== 'object' || Array.isArray(answer)) return allFailed('The answer is not an object.');
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures;
  if (failures === undefined || failures === null) return done();
  if (!Array.isArray(failures)) return allFailed('batchItemFailures is not a list.');
  const identifiers = failures.map(
    (failure: unknown) => (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier,
  );
  const unknown = identifiers.findIndex((identifier) => typeof identifier !== 'string' || !members.has(identifier));
  if (unknown >= 0) {
    return allFailed(
      `batchItemFailures[${unknown}].itemIdentifier is ${JSON.stringify(identifiers[unknown])}, which is not in the batch.`,
    );
  }
  return done(identifiers as string[]);
}
