import { ServiceFault } from '../http/service';
import { queryCode, sqsFault } from './fault';
import { type Input, inputList, optionalText, refuseUnknownMembers } from './input';
import type { Output } from './operation';

const MOST_ENTRIES = 10;

/** An entry of a batch call, with what became of it. */
interface Failed {
  readonly Id: string;
  readonly SenderFault: boolean;
  readonly Code: string;
  readonly Message: string;
}

/**
 * The entries of a batch call.
 * @throws ServiceFault where the batch as such is refused: empty, too long, ids missing, malformed or twice the same.
 */
export function batchEntries(
  input: Input,
  operation: string,
  members: readonly string[],
): readonly (Input & { Id: string })[] {
  const entries = inputList(input, 'Entries');
  if (entries.length === 0) {
    throw sqsFault('EmptyBatchRequest', `There should be at least one ${operation}RequestEntry in the request.`);
  }
  if (entries.length > MOST_ENTRIES) {
    throw sqsFault(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  return entries.map((entry) => {
    refuseUnknownMembers(entry, ['Id', ...members], operation);
    const Id = optionalText(entry, 'Id') ?? '';
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(Id)) {
      throw sqsFault(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (seen.has(Id)) throw sqsFault('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    seen.add(Id);
    return { ...entry, Id };
  });
}

/** Does each entry by itself: what is refused of one is reported beside what succeeded of the others. */
export async function forEachEntry<Entry extends { readonly Id: string }>(
  entries: readonly Entry[],
  act: (entry: Entry) => Output | Promise<Output>,
): Promise<{ Successful: Output[]; Failed: Failed[] }> {
  const results = await Promise.all(
    entries.map(async (entry) => {
      try {
        return { succeeded: { Id: entry.Id, ...(await act(entry)) } };
      } catch (error) {
        if (!(error instanceof ServiceFault)) throw error;
        return { failed: { Id: entry.Id, SenderFault: true, Code: queryCode(error), Message: error.message } };
      }
    }),
  );
  return {
    Successful: results.flatMap(({ succeeded }) => succeeded ?? []),
    Failed: results.flatMap(({ failed }) => failed ?? []),
  };
}
