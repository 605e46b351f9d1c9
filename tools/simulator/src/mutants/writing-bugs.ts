import { bug, type PlantedBug } from './planted-bug';

const processor = (file: string) => `apps/processor/src/${file}.ts`;
const schema = (file: string) => `libs/record-schema/src/${file}.ts`;

/** Bugs of writing and counting: rows lost in the table, counted twice, or overwritten by older ones. */
export const writingBugs: readonly PlantedBug[] = [
  bug(
    'acknowledges before its writes are done',
    processor('settle-rows'),
    'await writes.drain();',
    'void writes.drain().catch(() => undefined);',
  ),
  bug(
    'counts a row as stored whose write failed',
    processor('settle-rows'),
    'counts[await writeRow(item, records, invocation)]',
    "counts[await writeRow(item, records, invocation).catch(() => 'stored' as const)]",
  ),
  bug(
    'resumes one row too late',
    processor('settle-rows'),
    'const { offset: start, ordinal, line } = row.next;',
    'const { ordinal, line } = row.next; const start = row.next.offset + row.position.length + 1;',
  ),
  bug(
    'resumes at the row that it has settled',
    processor('settle-rows'),
    'const { offset: start, ordinal, line } = row.next;',
    'const { ordinal, line } = row.next; const start = row.position.offset;',
  ),
  bug(
    'forgets to write rejected rows',
    processor('settle-rows'),
    'return writes.add(`rejected ${ordinal}`, () => reject(row, prepared.left));',
    'return;',
  ),
  bug(
    'does not wait for the last write',
    processor('writes-in-flight'),
    'if (this.#running > 0) await this.#until(() => this.#running === 0);',
    'if (this.#running > 1) await this.#until(() => this.#running <= 1);',
  ),
  bug('takes a failed write for done', processor('writes-in-flight'), 'this.#failure ??= { error };', 'void error;'),
  bug(
    'counts a write whose acknowledgement was lost as a duplicate',
    schema('write-rule'),
    "return { outcome: standing.echo ? 'duplicate' : 'stored' };",
    "return { outcome: 'duplicate' };",
  ),
  bug(
    'never renews the same content',
    schema('write-rule'),
    "return { next: same ? 'renew' : 'put' };",
    "return same ? { outcome: 'duplicate' } : { next: 'put' };",
  ),
  bug(
    'puts again what a higher revision has superseded',
    schema('write-rule'),
    "return { outcome: same ? 'duplicate' : 'superseded' };",
    "return { next: 'put' };",
  ),
  bug(
    'lets the older overwrite the newer',
    processor('adapters/write-conditions'),
    'OR (#revision < :revision AND #contentHash <> :contentHash)',
    'OR #contentHash <> :contentHash',
  ),
  bug(
    'writes whatever is there',
    processor('adapters/write-conditions'),
    "'attribute_not_exists(#revision) OR (#revision < :revision AND #contentHash <> :contentHash)'",
    "'attribute_not_exists(#nothing) OR #revision < :revision AND #contentHash <> :contentHash'",
  ),
  bug(
    'takes a failed condition for a write',
    processor('adapters/dynamodb-records'),
    'return error.Item ? { written: false, standing',
    'return error.Item ? { written: true, standing',
  ),
  bug(
    'takes a failed condition for a write, on the wire',
    processor('adapters/lean-records'),
    'return { written: false, standing };',
    'return { written: true };',
  ),
  bug(
    'takes any answer for a write',
    processor('adapters/lean-records'),
    'sent.status < 300 && said',
    'sent.status < 600 && said',
  ),
  bug(
    'renews without the revision',
    processor('adapters/write-conditions'),
    "'SET #revision = :revision, #schemaVersion",
    "'SET #schemaVersion",
  ),
  bug(
    'counts a slice twice',
    processor('adapters/dynamodb-receipts'),
    'condition: `NOT contains(#done, :start) AND ${unmoved}`,',
    'condition: unmoved,',
  ),
  bug(
    'writes a new receipt over the old',
    processor('adapters/dynamodb-receipts'),
    "ConditionExpression: 'attribute_not_exists(recordId)',",
    '',
  ),
  bug('does not count rejected rows', processor('adapters/dynamodb-receipts'), "'#rejected :rejected',", ''),
  bug(
    'lets a failure overwrite a completed receipt',
    processor('adapters/dynamodb-receipts'),
    "const NOT_COMPLETED = 'NOT #processingStatus IN (:completed, :withRejects)';",
    "const NOT_COMPLETED = 'NOT #processingStatus IN (:completed, :completed) OR attribute_exists(#recordId)';",
  ),
  bug(
    'writes one receipt for both regions',
    schema('receipt'),
    '${file.lastModified}#${file.region}',
    '${file.lastModified}#all',
  ),
  bug(
    'orders revisions by unpadded ordinals',
    schema('revision'),
    "String(ordinal).padStart(10, '0')",
    'String(ordinal)',
  ),
  bug(
    'names rejected rows after their lines',
    schema('rejected-row'),
    'rejected#${file.fileId}#${ordinal}',
    'rejected#${file.fileId}#${line}',
  ),
  bug(
    'stores e-mail addresses in clear',
    schema('datasets/orders'),
    'emailHash: pseudonym(customer.email.toLowerCase(), context)',
    'emailHash: customer.email',
  ),
];
