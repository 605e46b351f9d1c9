import type { Outcome } from '../lambda/invocation';
import type { PlannedStreamMapping } from '../template/planned';
import { readBatchResult } from './batch-result';
import type { BatchAnswer } from './stream-batch';
import type { StreamRecord } from './stream-source';

/** What an invocation says of its batch, and a sentence where that is nothing good. */
export function readStreamAnswer(
  { functionName, reportBatchItemFailures }: Pick<PlannedStreamMapping, 'functionName' | 'reportBatchItemFailures'>,
  records: readonly StreamRecord[],
  outcome: Outcome,
): BatchAnswer & { readonly trouble?: string } {
  if (outcome.kind === 'error') {
    const { errorType, errorMessage } = outcome.error;
    return { done: 0, functionError: true, trouble: `${functionName} failed: ${errorType}: ${errorMessage}` };
  }
  if (!reportBatchItemFailures) return { done: records.length, functionError: false };
  const sequenceNumbers = records.map(({ sequenceNumber }) => sequenceNumber);
  const result = readBatchResult(outcome.payload, new Set(sequenceNumbers));
  if (result.kind === 'all failed') {
    const trouble = `${functionName} answered what fails its whole batch: ${result.reason}`;
    return { done: 0, functionError: false, trouble };
  }
  // Of several failures the lowest is the new start: what comes after it is handed on again.
  const lowest = sequenceNumbers.findIndex((sequenceNumber) => result.failed.has(sequenceNumber));
  return { done: lowest < 0 ? records.length : lowest, functionError: false };
}
