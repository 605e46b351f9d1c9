import { bug, type PlantedBug } from './planted-bug';

const auditor = (file: string) => `apps/stream-auditor/src/${file}.ts`;
const trail = (file: string) => `libs/audit-trail/src/${file}.ts`;

/** Bugs that lose entries, tell of a change twice, or let the regions drift apart. */
export const auditorBugs: readonly PlantedBug[] = [
  bug(
    'answers that every change is settled',
    auditor('audit-batch'),
    'return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };',
    'return { batchItemFailures: [] };',
  ),
  bug(
    'answers an empty object',
    auditor('audit-batch'),
    'return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };',
    'return {} as DynamoDBBatchResponse;',
  ),
  bug(
    'takes entries that were not written for written',
    auditor('audit-batch'),
    'return changes.findIndex(({ sequenceNumber }) => sequenceNumber === object.firstSequenceNumber);',
    'return changes.length;',
  ),
  bug(
    'does not wait for its entries',
    auditor('audit-batch'),
    'await trail.create(object);',
    'void trail.create(object).catch(() => undefined);',
  ),
  bug(
    'takes a repair that failed for done',
    auditor('audit-batch'),
    'settled = Math.min(settled, index);',
    'settled = Math.min(settled, index + 1);',
  ),
  bug(
    'names the last change that failed instead of the first',
    auditor('audit-batch'),
    'const failed = changes[settled]?.sequenceNumber ?? poison?.sequenceNumber;',
    'const failed = poison?.sequenceNumber ?? changes[settled]?.sequenceNumber;',
  ),
  bug(
    'passes over what it does not understand',
    auditor('read-batch'),
    'if (isLeft(entry)) return { changes, poison: { sequenceNumber, reason: entry.left } };',
    'if (isLeft(entry)) continue;',
  ),
  bug(
    'lets a poison record take its batch with it',
    auditor('audit-batch'),
    'const { changes, poison } = readBatch(records);',
    'const { changes, poison } = readBatch(records); if (poison && records.length > 1) return { batchItemFailures: [] };',
  ),
  bug('never repairs', trail('repair'), 'came >= held', "came >= '0'"),
  bug(
    'repairs only what its own region wrote',
    trail('repair'),
    'came >= held',
    "came >= held || (after?.['originRegion'] as { S?: string } | undefined)?.S !== region",
  ),
  bug(
    'puts an item back whatever is there',
    auditor('adapters/dynamodb-repair'),
    "const BELOW_OURS = '#revision < :revision';",
    "const BELOW_OURS = 'attribute_exists(#revision) OR #revision < :revision';",
  ),
  bug(
    'puts back an item without its source',
    trail('repair'),
    'item: { ...before,',
    "item: { ...before, source: { S: 'repair' },",
  ),
  bug(
    'tells of a change in either region as of another',
    trail('change'),
    'const revision = revisionOfImage(image);',
    "const revision = `${revisionOfImage(image)}#${dynamodb?.SequenceNumber ?? ''}`;",
  ),
  bug(
    'says the identity of an entry without its action',
    trail('entry'),
    'JSON.stringify([entry.recordId, entry.timestamp, entry.revision, entry.action])',
    'JSON.stringify([entry.recordId, entry.timestamp, entry.revision])',
  ),
  bug(
    'takes members for in order that are not',
    trail('canonical-json'),
    'if (name < before || !isInOrder(members[name])) return false;',
    'if (!isInOrder(members[name])) return false;',
  ),
  bug(
    'tells in an entry who wrote it last',
    trail('image'),
    "new Set(['processedAt', 'originRegion', 'echo', 'statusShard'])",
    "new Set(['echo', 'statusShard'])",
  ),
  bug(
    'leaves removals out',
    trail('change'),
    "if (!removed && eventName !== 'INSERT'",
    "if (removed) return right(undefined); if (eventName !== 'INSERT'",
  ),
  bug(
    'leaves replacements out',
    trail('change'),
    "if (!removed && eventName !== 'INSERT'",
    "if (eventName === 'MODIFY') return right(undefined); if (!removed && eventName !== 'INSERT'",
  ),
  bug(
    'tells the image before instead of the one after',
    trail('change'),
    'contentOf(removed ? dynamodb?.OldImage : dynamodb?.NewImage)',
    'contentOf(dynamodb?.OldImage ?? dynamodb?.NewImage)',
  ),
  bug(
    'names objects after their first record only',
    trail('trail-object'),
    '${first}-${last}-${sha256}${SUFFIX}',
    "${first}-${first}-${'0'.repeat(64)}${SUFFIX}",
  ),
  bug('writes over objects', auditor('adapters/s3-trail'), "IfNoneMatch: '*',", ''),
  bug(
    'takes an object that is there for a failure',
    auditor('adapters/s3-trail'),
    "if (status === 412) return 'there';",
    '',
  ),
  bug(
    'forgets objects that come late',
    auditor('write-digests'),
    'object.hour <= hour && !named',
    'object.hour === hour && !named',
  ),
  bug('names objects in every digest again', auditor('write-digests'), '&& !named.has(object.key));', ');'),
  bug('breaks the chain of digests', auditor('write-digests'), 'previous: head,', 'previous,'),
  bug(
    'counts receipts from 1',
    'libs/record-schema/src/receipt.ts',
    'revision: Math.floor(now / 1_000),',
    'revision: 1,',
  ),
];
