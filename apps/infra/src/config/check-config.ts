import { checkFailover } from './check-failover';
import { checkNetwork } from './check-network';
import type { PipelineConfig } from './pipeline-config';
import { regionNames } from './region-names';

/** Retentions that CloudWatch Logs offers, in days (API reference, PutRetentionPolicy). */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** What AWS allows: knob, value, least, most, whose limit it is. */
const limits = ({
  security,
  network,
  storage,
  ingestion,
  processing,
  auditing,
  gateway,
  failover,
  monitoring,
  governance,
  faultInjection,
}: PipelineConfig): [string, number, number, number, string][] => [
  ['security.secretRotationDays', security.secretRotationDays, 1, 1_000, 'Secrets Manager'],
  ['network.zones', network.zones, 2, 3, 'every region has three'],
  ['storage.abortMultipartUploadDays', storage.abortMultipartUploadDays, 1, 3_650, 'S3 lifecycle'],
  ['storage.infrequentAccessDays', storage.infrequentAccessDays, 30, 3_650, 'S3 moves nothing to Standard-IA earlier'],
  ['storage.archiveDays', storage.archiveDays, 60, 3_650, 'Standard-IA bills 30 days at least'],
  ['storage.noncurrentExpiryDays', storage.noncurrentExpiryDays, 1, 3_650, 'S3 lifecycle'],
  ['storage.accessLogDays', storage.accessLogDays, 1, 3_650, 'S3 lifecycle'],
  ['storage.minReadUnitsPerSecond', storage.minReadUnitsPerSecond, 1, 40_000, "DynamoDB's default quota"],
  ['storage.minWriteUnitsPerSecond', storage.minWriteUnitsPerSecond, 1, 40_000, "DynamoDB's default quota"],
  ['storage.targetUtilizationPercent', storage.targetUtilizationPercent, 20, 90, 'Application Auto Scaling'],
  ['storage.maxReadUnitsPerSecond', storage.maxReadUnitsPerSecond, 1, 40_000, "DynamoDB's default quota"],
  ['storage.maxWriteUnitsPerSecond', storage.maxWriteUnitsPerSecond, 1, 40_000, "DynamoDB's default quota"],
  ['storage.pointInTimeRecoveryDays', storage.pointInTimeRecoveryDays, 1, 35, 'DynamoDB'],
  ['storage.statusShards', storage.statusShards, 1, 1_024, 'a reader of a status queries every shard'],
  ['ingestion.visibilityTimeoutSeconds', ingestion.visibilityTimeoutSeconds, 0, 43_200, 'SQS'],
  ['ingestion.maxReceiveCount', ingestion.maxReceiveCount, 1, 1_000, 'SQS'],
  ['ingestion.retentionDays', ingestion.retentionDays, 1, 14, 'SQS'],
  ['ingestion.deadLetterRetentionDays', ingestion.deadLetterRetentionDays, 1, 14, 'SQS'],
  ['ingestion.batchSize', ingestion.batchSize, 1, 10_000, 'Lambda'],
  ['ingestion.batchingWindowSeconds', ingestion.batchingWindowSeconds, 0, 300, 'Lambda'],
  ['ingestion.maximumConcurrency', ingestion.maximumConcurrency, 2, 1_000, 'Lambda'],
  ['processing.memoryMiB', processing.memoryMiB, 128, 10_240, 'Lambda'],
  ['processing.timeoutSeconds', processing.timeoutSeconds, 1, 900, 'Lambda'],
  ['processing.maxRowBytes', processing.maxRowBytes, 1, 16_777_216, 'a row is held in memory, several times over'],
  ['processing.maxRejectedRows', processing.maxRejectedRows, 0, 1_000_000_000, 'a count'],
  ['processing.maxRejectedPercent', processing.maxRejectedPercent, 0, 100, 'a percentage'],
  ['processing.sliceBytes', processing.sliceBytes, 1_048_576, 5_497_558_138_880, 'an object has at most 5 TiB'],
  ['processing.maxWritesInFlight', processing.maxWritesInFlight, 1, 1_000, 'a count'],
  ['auditing.memoryMiB', auditing.memoryMiB, 128, 10_240, 'Lambda'],
  ['auditing.timeoutSeconds', auditing.timeoutSeconds, 1, 900, 'Lambda'],
  ['auditing.batchSize', auditing.batchSize, 1, 10_000, 'Lambda'],
  ['auditing.batchingWindowSeconds', auditing.batchingWindowSeconds, 0, 300, 'Lambda'],
  ['auditing.parallelizationFactor', auditing.parallelizationFactor, 1, 10, 'Lambda'],
  ['auditing.retryAttempts', auditing.retryAttempts, 1, 10_000, 'Lambda'],
  ['auditing.maxRecordAgeHours', auditing.maxRecordAgeHours, 1, 23, 'a stream keeps 24 hours'],
  ['auditing.digestGraceMinutes', auditing.digestGraceMinutes, 1, 58, 'a digest is due before the next hour ends'],
  ['auditing.digestLookbackHours', auditing.digestLookbackHours, 1, 720, 'every digest lists them'],
  ['auditing.maxRepairsInFlight', auditing.maxRepairsInFlight, 1, 1_000, 'a count'],
  ['auditing.lockDays', auditing.lockDays, 1, 36_500, 'S3 Object Lock'],
  ['auditing.archiveDays', auditing.archiveDays, 1, 3_650, 'S3 lifecycle'],
  ['auditing.failureDays', auditing.failureDays, 1, 3_650, 'S3 lifecycle'],
  ['gateway.memoryMiB', gateway.memoryMiB, 128, 10_240, 'Lambda'],
  ['gateway.timeoutSeconds', gateway.timeoutSeconds, 3, 29, 'an HTTP API gives up after 30 seconds'],
  ['gateway.requestsPerSecond', gateway.requestsPerSecond, 1, 10_000, "API Gateway's default quota of a region"],
  ['gateway.requestBurst', gateway.requestBurst, 1, 5_000, "API Gateway's default quota of a region"],
  ['gateway.uploadUrlSeconds', gateway.uploadUrlSeconds, 60, 3_600, 'the credentials that signed may end'],
  ['gateway.partUrlSeconds', gateway.partUrlSeconds, 60, 3_600, 'the credentials that signed may end'],
  ['monitoring.maxServerErrors', monitoring.maxServerErrors, 1, 1_000_000, 'a count'],
  ['monitoring.maxRequestMs', monitoring.maxRequestMs, 1, 30_000, 'an HTTP API gives up after 30 seconds'],
  ['monitoring.durationPercent', monitoring.durationPercent, 1, 100, 'a percentage'],
  ['monitoring.maxMessageAgeSeconds', monitoring.maxMessageAgeSeconds, 60, 1_209_600, 'SQS keeps 14 days'],
  [
    'monitoring.maxReplicationLatencySeconds',
    monitoring.maxReplicationLatencySeconds,
    1,
    3_600,
    'more is no replication',
  ],
  ['monitoring.maxIteratorAgeMinutes', monitoring.maxIteratorAgeMinutes, 1, 1_440, 'a stream keeps 24 hours'],
  ['monitoring.maxRejectedSharePercent', monitoring.maxRejectedSharePercent, 1, 100, 'a percentage'],
  ['monitoring.leastRowsOfShare', monitoring.leastRowsOfShare, 1, 1_000_000_000, 'a count'],
  ['failover.healthCheckFailures', failover.healthCheckFailures, 1, 10, 'Route 53'],
  ['failover.dnsTtlSeconds', failover.dnsTtlSeconds, 1, 300, 'a failover ends within five minutes'],
  ['failover.probeTimeoutMs', failover.probeTimeoutMs, 100, 10_000, 'three tries of it end within a tick'],
  ['failover.lostAfterTicks', failover.lostAfterTicks, 1, 60, 'an hour'],
  ['failover.backAfterTicks', failover.backAfterTicks, 1, 60, 'an hour'],
  ['failover.announcedWithinSeconds', failover.announcedWithinSeconds, 1, 43_200, 'half a day'],
  ['governance.trailRetentionDays', governance.trailRetentionDays, 1, 3_650, 'S3 lifecycle'],
  ['governance.costAnomalyUsd', governance.costAnomalyUsd, 1, 1_000_000, 'US dollars'],
  ['governance.monthlyBudgetUsd', governance.monthlyBudgetUsd, 1, 10_000_000, 'US dollars'],
  // 15 + 30 + … + 240 + 4 × 450 seconds, the least waits between ten receives, are 37 minutes.
  ['faultInjection.minutes', faultInjection.minutes, 1, 30, 'a message that keeps failing is given up after 37'],
];

function outsideOfLimits(config: PipelineConfig): string[] {
  return limits(config)
    .filter(([, value, least, most]) => !Number.isInteger(value) || value < least || value > most)
    .map(
      ([knob, value, least, most, whose]) =>
        `${knob} is ${value}: it must be a whole number from ${least} to ${most} (${whose}).`,
    );
}

function queueBreaches({ ingestion, processing }: PipelineConfig): string[] {
  const { visibilityTimeoutSeconds, retentionDays, deadLetterRetentionDays, batchSize, batchingWindowSeconds } =
    ingestion;
  const leastVisibility = 6 * processing.timeoutSeconds + batchingWindowSeconds;
  return [
    ...(visibilityTimeoutSeconds < leastVisibility
      ? [
          `ingestion.visibilityTimeoutSeconds is ${visibilityTimeoutSeconds}: it must be at least ${leastVisibility}, 6 × processing.timeoutSeconds plus the batching window, or a file that is still being processed is delivered again.`,
        ]
      : []),
    ...(deadLetterRetentionDays <= retentionDays
      ? [
          `ingestion.deadLetterRetentionDays is ${deadLetterRetentionDays}: it must be more than ingestion.retentionDays (${retentionDays}), since SQS counts from the first send, or a message that is moved late is deleted at once.`,
        ]
      : []),
    ...(batchSize > 10 && batchingWindowSeconds < 1
      ? [
          `ingestion.batchSize is ${batchSize}: more than 10 needs an ingestion.batchingWindowSeconds of at least 1 (Lambda).`,
        ]
      : []),
  ];
}

function storageBreaches({ storage, ingestion }: PipelineConfig): string[] {
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
  ];
}

function retentionBreaches({ network, processing }: PipelineConfig): string[] {
  const retentions = [
    ['network.flowLogRetentionDays', network.flowLogRetentionDays],
    ['processing.logRetentionDays', processing.logRetentionDays],
  ] as const;
  return retentions
    .filter(([, days]) => !LOG_RETENTION_DAYS.includes(days))
    .map(([knob, days]) => `${knob} is ${days}: CloudWatch Logs offers ${LOG_RETENTION_DAYS.join(', ')}.`);
}

/** Of the default quota of 1,000 (Lambda Developer Guide, "Configuring reserved concurrency"). */
const MOST_RESERVED = 900;

/** Below the mapping's maximum Lambda would poll messages that it then refuses to run, of which each burns a receive. */
function concurrencyBreaches({ ingestion, processing }: PipelineConfig): string[] {
  const { reservedConcurrency: reserved } = processing;
  const { maximumConcurrency: least } = ingestion;
  if (reserved === 'none' || (Number.isInteger(reserved) && reserved >= least && reserved <= MOST_RESERVED)) return [];
  return [
    `processing.reservedConcurrency is ${reserved}: say none, or a whole number from ingestion.maximumConcurrency (${least}), or messages are throttled until they are dead letters, to ${MOST_RESERVED}, since Lambda keeps 100 of an account's 1,000 for other functions.`,
  ];
}

function processingBreaches({ storage, processing }: PipelineConfig): string[] {
  const { splitReserveMs, timeoutSeconds } = processing;
  return [
    ...(Number.isInteger(Math.log2(storage.statusShards))
      ? []
      : [
          `storage.statusShards is ${storage.statusShards}: it must be a power of two, since it only grows by doubling; take the next one above.`,
        ]),
    ...(splitReserveMs > 0 && splitReserveMs < timeoutSeconds * 1_000
      ? []
      : [
          `processing.splitReserveMs is ${splitReserveMs}: it must be more than 0 and less than processing.timeoutSeconds (${timeoutSeconds * 1_000} ms), or no slice ever makes progress.`,
        ]),
  ];
}

function monitoringBreaches({ monitoring, processing, ingestion }: PipelineConfig): string[] {
  const { durationPercent, emails, maxMessageAgeSeconds } = monitoring;
  const { timeoutSeconds, splitReserveMs } = processing;
  const usual = (100 * (timeoutSeconds * 1_000 - splitReserveMs)) / (timeoutSeconds * 1_000);
  return [
    ...(durationPercent <= usual
      ? [
          `monitoring.durationPercent is ${durationPercent}: it must be more than ${Math.floor(usual)}, where a slice of a large file stops as it should (processing.splitReserveMs before the timeout).`,
        ]
      : []),
    ...(maxMessageAgeSeconds >= ingestion.retentionDays * 86_400
      ? [
          `monitoring.maxMessageAgeSeconds is ${maxMessageAgeSeconds}: it must be less than ingestion.retentionDays (${ingestion.retentionDays * 86_400} s), after which the message is gone.`,
        ]
      : []),
    ...emails
      .filter((email) => !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email))
      .map((email) => `monitoring.emails has "${email}", which is no e-mail address: correct or remove it.`),
  ];
}

function auditingBreaches({ auditing, monitoring }: PipelineConfig): string[] {
  const { maxRecordAgeHours, digestLookbackHours } = auditing;
  return [
    ...(digestLookbackHours <= maxRecordAgeHours + 1
      ? [
          `auditing.digestLookbackHours is ${digestLookbackHours}: it must be more than ${maxRecordAgeHours + 1}, the hour of a change that is as late as auditing.maxRecordAgeHours allows, or its object is in no digest.`,
        ]
      : []),
    ...(monitoring.maxIteratorAgeMinutes >= maxRecordAgeHours * 60
      ? [
          `monitoring.maxIteratorAgeMinutes is ${monitoring.maxIteratorAgeMinutes}: it must be less than auditing.maxRecordAgeHours (${maxRecordAgeHours * 60} minutes), after which changes are given up.`,
        ]
      : []),
  ];
}

/** Tags by which costs are allocated and data is handled; `environment` is added to them. */
const REQUIRED_TAGS = ['project', 'owner', 'cost-center', 'data-classification'];

function governanceBreaches({ tags, governance }: PipelineConfig): string[] {
  const { costAnomalyMonitor } = governance;
  return [
    ...REQUIRED_TAGS.filter((key) => !/^[\w .:/=+@-]{1,256}$/.test(tags[key] ?? '')).map(
      (key) =>
        `tags.${key} is "${tags[key] ?? ''}": every resource needs one, of letters, digits and spaces or any of _.:/=+-@.`,
    ),
    ...(/^(own|none|arn:aws:ce::\d{12}:anomalymonitor\/[\w-]+)$/.test(costAnomalyMonitor)
      ? []
      : [
          `governance.costAnomalyMonitor is "${costAnomalyMonitor}": say own, none, or the ARN of an existing one (arn:aws:ce::<account>:anomalymonitor/<id>).`,
        ]),
  ];
}

/** Bucket names: S3 User Guide, "General purpose bucket naming rules"; no dots, which Transfer Acceleration refuses. */
function nameBreaches(config: PipelineConfig): string[] {
  const { bucketSuffix } = config.storage;
  if (bucketSuffix !== '' && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(bucketSuffix)) {
    return [
      `storage.bucketSuffix is "${bucketSuffix}": use small letters, digits and single hyphens between them, such as "acme-eu".`,
    ];
  }
  return [config.primaryRegion, config.standbyRegion].flatMap((region) => {
    const names = regionNames(config, region);
    return [
      names.ingestionBucket,
      names.accessLogBucket,
      names.auditBucket,
      names.auditFailureBucket,
      names.trailBucket,
    ]
      .filter(({ length }) => length > 63)
      .map(
        (bucket) =>
          `The bucket name "${bucket}" has ${bucket.length} characters and S3 allows 63: shorten storage.bucketSuffix by ${bucket.length - 63}.`,
      );
  });
}

/** The mistakes of a configuration, one sentence each: the knob, its value, what it must be and why. */
export function checkConfig(config: PipelineConfig): readonly string[] {
  return [
    ...(config.primaryRegion === config.standbyRegion
      ? [`standbyRegion is ${config.standbyRegion}, the primary region: choose another one.`]
      : []),
    ...outsideOfLimits(config),
    ...checkNetwork(config.network),
    ...retentionBreaches(config),
    ...queueBreaches(config),
    ...storageBreaches(config),
    ...processingBreaches(config),
    ...concurrencyBreaches(config),
    ...auditingBreaches(config),
    ...checkFailover(config.failover),
    ...monitoringBreaches(config),
    ...governanceBreaches(config),
    ...nameBreaches(config),
  ];
}
