import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item } from '@pipeline/record-schema';
import { indexPage, type PageOptions } from './index-page';
import { jsonText, withMember } from './json-text';
import type { Ports, StoredItem } from './ports';
import { rejectedRowOf, rejectedRowView } from './rejected-row-view';

/** Items of a status, as JSON text: the numbers of a payload keep all their digits. */
export async function listRecords(options: PageOptions, ports: Ports): Promise<string> {
  const { status, dataset } = options;
  const stored = status === 'PROCESSED';
  const { shown, next } = await indexPage(
    options,
    ports,
    // Of an item the key says its dataset, of a rejected row only the row itself.
    ({ recordId }) => !stored || dataset === undefined || recordId.startsWith(`${dataset}#`),
    (item) => {
      if (item['processingStatus']?.S !== status) return undefined;
      if (stored) return recordText(item);
      const row = rejectedRowOf(item);
      if (dataset !== undefined && row.dataset !== dataset) return undefined;
      return JSON.stringify(rejectedRowView(row));
    },
  );
  const cursor = next === undefined ? '' : `,"next":${JSON.stringify(next)}`;
  return `{"records":[${shown.join(',')}]${cursor}}`;
}

/** Of an item as the processor stored it; the payload stays text, so that its numbers keep their digits. */
function recordText({ payload, ...envelope }: StoredItem): string {
  const { recordId, timestamp, processingStatus, schemaVersion, source, revision, originRegion, processedAt } =
    unmarshall(envelope) as unknown as Omit<Item, 'payload'>;
  const colon = source.lastIndexOf(':');
  const view = {
    recordId,
    timestamp,
    status: processingStatus,
    dataset: recordId.slice(0, recordId.indexOf('#')),
    schemaVersion,
    source: { fileId: source.slice(0, colon), ordinal: Number(source.slice(colon + 1)) },
    revision,
    originRegion,
    processedAt: new Date(processedAt).toISOString(),
  };
  return withMember(view, 'payload', payload === undefined ? '{}' : jsonText(payload));
}
