import type { TableItem } from '@pipeline/local-cloud';
import type { ExpectedWinds } from './make-files';
import type { SentFile } from './send-file';

/**
 * What does not add up: a file without exactly its rows in a completed receipt, or a day whose wind is not that of the
 * file sent last. Recounted from the files, not from anything that the pipeline says of itself. None is what is wanted.
 */
export function ledgerBreaches(
  sent: readonly (SentFile & { readonly rows: number })[],
  items: readonly TableItem[],
  winds: ExpectedWinds,
): readonly string[] {
  const receipts = new Map<string, TableItem[]>();
  const days = new Map<string, string | undefined>();
  for (const item of items) {
    const recordId = item['recordId']?.S ?? '';
    const [kind, id = ''] = [recordId.slice(0, recordId.indexOf('#')), recordId.slice(recordId.indexOf('#') + 1)];
    if (kind === 'file') receipts.set(id, [...(receipts.get(id) ?? []), item]);
    if (kind === 'weather')
      days.set(item['timestamp']?.S?.slice(0, 10) ?? '', item['payload']?.M?.['windMetresPerSecond']?.N);
  }
  const count = (receipt: TableItem, name: string) => Number(receipt[name]?.N ?? 0);
  const unaccounted = sent.flatMap(({ fileId, region, rows }) => {
    const completed = (receipts.get(fileId) ?? []).filter(
      ({ processingStatus }) => processingStatus?.S === 'COMPLETED',
    );
    const told = completed.map((receipt) =>
      ['stored', 'duplicate', 'superseded', 'rejected'].reduce((sum, name) => sum + count(receipt, name), 0),
    );
    return told.length > 0 && told.every((sum) => sum === rows)
      ? []
      : [`File ${fileId}, sent to ${region} with ${rows} rows, is accounted for with ${told.join(' and ') || 'none'}.`];
  });
  const wrong = [...winds].filter(([day, wind]) => Number(days.get(day)) !== Number(wind));
  const invented = [...days.keys()].filter((day) => !winds.has(day));
  return [
    ...unaccounted,
    ...(wrong.length === 0
      ? []
      : [
          `${wrong.length} days are not as the file sent last says, such as ${wrong[0]?.[0]}: ${days.get(wrong[0]?.[0] ?? '')}, not ${wrong[0]?.[1]}.`,
        ]),
    ...(invented.length === 0 ? [] : [`${invented.length} days are in no file, such as ${invented[0]}.`]),
  ];
}
