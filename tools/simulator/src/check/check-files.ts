import type { Attributes } from '../cloud/value';
import type { DeliveredFile } from '../world/delivered-file';
import type { Ended } from './ended';
import { identify } from './identity';

/** Per file: exactly the rows that its maker knows, accounted for in a receipt that ended as it must. */
export function checkFiles({ regions, table, deliveries, isDeployed }: Ended): string[] {
  const touched = keysTouchedOnce(deliveries.files);
  const items = table.items(regions[0]?.region ?? '');
  return deliveries.files.flatMap((file) => {
    const receipts = regions.flatMap(({ region }) => {
      const item = items.get(`file#${identify(file)}\u0000${file.lastModified}#${region}`)?.item;
      return item ? [item] : [];
    });
    const name = JSON.stringify(file.key);
    const sums = receipts.flatMap((receipt) => wrongSum(name, receipt));
    if (file.fatal !== undefined) return [...sums, ...checkFatal(name, file, receipts)];
    const complete = receipts.filter(({ processingStatus }) => String(processingStatus).startsWith('COMPLETED'));
    if (complete.length === 0) {
      const said = receipts.map(({ processingStatus }) => processingStatus).join(', ') || 'no receipt';
      return [...sums, `${name} never completed: ${said}`];
    }
    return [...sums, ...complete.flatMap((receipt) => checkComplete(name, file, receipt, touched, isDeployed))];
  });
}

const wrongSum = (name: string, { rows, stored, duplicate, superseded, rejected }: Attributes): string[] =>
  rows === stored + duplicate + superseded + rejected
    ? []
    : [`${name}: ${rows} rows, but ${stored} + ${duplicate} + ${superseded} + ${rejected} outcomes`];

function checkComplete(
  name: string,
  file: DeliveredFile,
  receipt: Attributes,
  once: ReadonlySet<string>,
  isDeployed: boolean,
): string[] {
  const bad = file.rows.filter(({ record }) => record === undefined).length;
  const alone = file.rows.filter(({ record }) => record && once.has(keyOf(record))).length;
  const status = bad === 0 ? 'COMPLETED' : 'COMPLETED_WITH_REJECTS';
  const { rows, rejected, processingStatus } = receipt;
  // Under another schema version the same row is written again, and finds its own content.
  const stored = isDeployed ? receipt['stored'] + receipt['duplicate'] : receipt['stored'];
  return [
    ...(rows === file.rows.length ? [] : [`${name}: ${rows} rows counted of ${file.rows.length}`]),
    ...(rejected === bad ? [] : [`${name}: ${rejected} rejected rows counted of ${bad}`]),
    ...(stored >= alone ? [] : [`${name}: ${stored} stored, though ${alone} rows meet no other`]),
    ...(processingStatus === status ? [] : [`${name} is ${processingStatus} and should be ${status}`]),
  ];
}

/** A file that no retry mends: FAILED in the region of its delivery, with the reason; the rows that can be read stand. */
function checkFatal(name: string, file: DeliveredFile, receipts: readonly Attributes[]): string[] {
  const own = receipts.find(({ timestamp }) => String(timestamp).endsWith(file.region));
  const known = file.rows.length;
  if (file.fatal === 'OBJECT_GONE') {
    // It may have been read before it went.
    if (own && ['COMPLETED', 'COMPLETED_WITH_REJECTS', 'FAILED'].includes(String(own['processingStatus']))) return [];
    return [`${name} is gone and has no ended receipt: ${own?.['processingStatus'] ?? 'none'}`];
  }
  if (!own) return [`${name} has no receipt, and should be FAILED`];
  const { processingStatus, fault, rows } = own;
  return [
    ...(processingStatus === 'FAILED' ? [] : [`${name} is ${processingStatus} and should be FAILED`]),
    ...(fault?.code === file.fatal || fault?.get?.('code') === file.fatal
      ? []
      : [`${name} does not say ${file.fatal}`]),
    ...(rows === known ? [] : [`${name}: ${rows} rows counted of the ${known} that can be read`]),
  ];
}

const keyOf = ({ recordId, timestamp }: { readonly recordId: string; readonly timestamp: string }) =>
  `${recordId}\u0000${timestamp}`;

/** Items that one row of one file makes: nothing can have been there before it. */
function keysTouchedOnce(files: readonly DeliveredFile[]): ReadonlySet<string> {
  const times = new Map<string, number>();
  for (const { record } of files.flatMap(({ rows }) => rows)) {
    if (record) times.set(keyOf(record), (times.get(keyOf(record)) ?? 0) + 1);
  }
  return new Set([...times].filter(([, count]) => count === 1).map(([key]) => key));
}
