import type { PipelineConfig } from './pipeline-config';

/** How objects would be archived or deleted too early, or the table scaled to nowhere: one sentence each. */
export function checkStorage({ storage, ingestion }: Pick<PipelineConfig, 'storage' | 'ingestion'>): readonly string[] {
  const { infrequentAccessDays, archiveDays, noncurrentExpiryDays } = storage;
  const floors = [
    ['Read', storage.minReadUnitsPerSecond, storage.maxReadUnitsPerSecond],
    ['Write', storage.minWriteUnitsPerSecond, storage.maxWriteUnitsPerSecond],
  ] as const;
  return [
    ...(archiveDays - infrequentAccessDays < 30
      ? [
          `storage.archiveDays is ${archiveDays}: it must be at least 30 more than storage.infrequentAccessDays (${infrequentAccessDays}), for which Standard-IA bills in any case.`,
        ]
      : []),
    ...(noncurrentExpiryDays <= ingestion.deadLetterRetentionDays
      ? [
          `storage.noncurrentExpiryDays is ${noncurrentExpiryDays}: it must be more than ingestion.deadLetterRetentionDays (${ingestion.deadLetterRetentionDays}), or a dead letter names a version that is gone.`,
        ]
      : []),
    ...floors
      .filter(([, least, most]) => least > most)
      .map(
        ([kind, least, most]) =>
          `storage.min${kind}UnitsPerSecond is ${least}: it must not be more than storage.max${kind}UnitsPerSecond (${most}).`,
      ),
    ...(Number.isInteger(Math.log2(storage.statusShards))
      ? []
      : [
          `storage.statusShards is ${storage.statusShards}: it must be a power of two, since it only grows by doubling; take the next one above.`,
        ]),
  ];
}
