import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRight } from 'fp-ts/Either';
import { newReceipt, type Receipt, receiptToItem } from './receipt';
import { datasets } from './registry';
import { toRejectedRow } from './rejected-row';
import { rowPreparer } from './row-preparer';
import { newTicket } from './ticket';

const page = readFileSync(join(__dirname, '../../../docs/data-contract.md'), 'utf8');
const FILE = { fileId: 'F', lastModified: '2026-03-14T09:26:53.000Z', region: 'us-east-1', shardCount: 16 };

/** The attributes that the first table under a heading of the page names. */
function attributesUnder(heading: string): readonly string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const cells = section.split('\n').flatMap((line) => /^\| (`.*?) +\|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)).sort();
}

const attributesOf = (...items: readonly object[]): readonly string[] =>
  [...new Set(items.flatMap(Object.keys))].sort();

describe('the page of the data contract names every attribute and no other', () => {
  it('of an item', () => {
    const { from } = datasets.get('sensor-readings')!.sample;
    const [row] = 'rows' in from ? [...from.rows()] : [];
    const item = rowPreparer(datasets.get('sensor-readings')!, FILE)(row, 1, 0);
    expect(attributesUnder('Items')).toEqual(attributesOf(isRight(item) ? item.right : {}, { echo: true }));
  });

  it('of a receipt', () => {
    const origin = { role: 'ingestion-us-east-1', key: 'k', versionId: 'v' };
    const object = { bucket: 'b', key: 'k', lastModified: FILE.lastModified };
    const replay = { number: 1, of: '', parts: [1] };
    const receipt = newReceipt({ ...FILE, dataset: 'weather', object, origin, replay, now: 0 });
    const finished: Required<Receipt> = {
      ...receipt,
      dataset: 'weather',
      replay,
      done: new Set([0]),
      header: [],
      fault: { code: '', message: '' },
      startedAt: 0,
      completedAt: 0,
      toldBy: 0,
    };
    expect(attributesUnder('Receipts')).toEqual(attributesOf(receiptToItem(finished)));
  });

  it('of an upload ticket', () => {
    const ticket = newTicket({
      uploadId: '01J',
      issuedAt: 0,
      dataset: 'weather',
      object: { bucket: 'b', key: 'k', size: 1, sha256: '' },
      multipart: { uploadId: 'u', partBytes: 1 },
      region: 'us-east-1',
      shardCount: 16,
    });
    expect(attributesUnder('Upload tickets')).toEqual(attributesOf(ticket));
  });

  it('of a rejected row', () => {
    const rejected = (dataset: string, raw: Uint8Array) =>
      toRejectedRow(
        datasets.get(dataset)!,
        FILE,
        { position: { ordinal: 1, offset: 0, line: 1, length: 9 }, faults: [], raw, value: {} },
        0,
      );
    const cut = rejected('weather', Buffer.from('cut'));
    const noText = rejected('weather', Uint8Array.of(0xff));
    const redacted = rejected('orders', Buffer.from('{}'));
    expect(attributesUnder('Rejected rows')).toEqual(attributesOf(cut, noText, redacted, { resolvedBy: '' }));
  });
});
