import type { EnvironmentName, PipelineConfig } from './pipeline-config';

/** Every knob's default, and why it is that. */
const prod: PipelineConfig = {
  environment: 'prod',
  primaryRegion: 'us-east-1',
  standbyRegion: 'us-west-2',
  // Switched on by the second deploy (`-c protect=true`): a protected table of a failed first deploy keeps its fixed name.
  protect: false,
  tags: {
    project: 'serverless-data-pipeline',
    owner: 'data-platform',
    'cost-center': 'data-platform',
    'data-classification': 'confidential',
  },
  security: {
    // What cdk-nag and AWS Security Hub ask for. A key adds 130 bytes to a secret that may have 64 KiB: a century.
    secretRotationDays: 90,
  },
  network: {
    // Out of the blocks that offices and VPNs usually take. 1,024 addresses a region; a function's interface is shared.
    primaryCidr: '10.64.0.0/22',
    standbyCidr: '10.64.4.0/22',
    // One can fail. Each more costs two interface endpoints, about 15 USD a month.
    zones: 2,
    // A year, as long as other logs are kept.
    flowLogRetentionDays: 365,
  },
  storage: {
    bucketSuffix: '',
    // A producer retries a failed upload within hours; a week leaves time to look at it.
    abortMultipartUploadDays: 7,
    // Files are read within minutes; after a month only a replay reads them. Standard-IA bills 30 days at least (S3 pricing).
    infrequentAccessDays: 30,
    // Instant Retrieval: a replay of an old file waits for no restore.
    archiveDays: 90,
    // Well above the two weeks for which a dead letter may still name a replaced version.
    noncurrentExpiryDays: 90,
    // A year, as long as logs are kept.
    accessLogDays: 365,
    // Costs nothing until a producer uses the accelerated endpoint.
    transferAcceleration: true,
    // Files arrive in bursts with hours between: scaling is minutes late for a burst and bills the hours.
    billing: 'on-demand',
    minReadUnitsPerSecond: 10,
    minWriteUnitsPerSecond: 100,
    // Leaves room for the minutes that scaling takes (DynamoDB's own default).
    targetUtilizationPercent: 70,
    // Readers fetch one page of items at a time; the processor reads receipts only.
    maxReadUnitsPerSecond: 4_000,
    // maximumConcurrency × the 1,200 writes a second that one vCPU makes with the AWS SDK. Bounds what a runaway producer can cost.
    maxWriteUnitsPerSecond: 10_000,
    // The longest that DynamoDB keeps.
    pointInTimeRecoveryDays: 35,
    // A partition takes 1,000 write units a second: the power of two above maxWriteUnitsPerSecond / 1,000.
    statusShards: 16,
  },
  ingestion: {
    // 6 × the timeout of the function (AWS Lambda, "Configuring an Amazon SQS queue to use with Lambda").
    visibilityTimeoutSeconds: 1_800,
    // With 8 to 10 receives and the processor's backoff a throttle storm of 10 minutes dead-letters nothing, with 5 everything.
    maxReceiveCount: 10,
    // A mapping may stay disabled over a long weekend.
    retentionDays: 7,
    // The longest that SQS keeps. The clock starts when the message was first sent, not when it was moved.
    deadLetterRetentionDays: 14,
    // A message is a file: ten share a cold start, and the time budget still holds for each.
    batchSize: 10,
    // Files come one by one and are large: waiting for more of them gains nothing.
    batchingWindowSeconds: 0,
    // Below the concurrency limit of 10 of a fresh account, whose other functions need the rest.
    maximumConcurrency: 8,
  },
  processing: {
    // Reserving fails in a fresh account, whose limit is 10; ingestion.maximumConcurrency is a bound without it.
    reservedConcurrency: 'none',
    lambdaRuntime: 'nodejs24.x',
    // Exactly one vCPU (AWS Lambda, "Configure Lambda function memory"): the processor is one thread.
    memoryMiB: 1_769,
    timeoutSeconds: 300,
    // A year: what the CloudWatch controls of AWS Control Tower ask for.
    logRetentionDays: 365,
    // Costs an interface endpoint per zone, and whether traces leave an isolated network without one is unsettled.
    tracing: false,
    // DEBUG is for a stack that somebody is looking at.
    logLevel: 'INFO',
    // Well above the 400 KB of an item, so that only a row that could never be stored is cut.
    maxRowBytes: 1_048_576,
    // Half of the rows, and ten thousand of them: that is the wrong file, and each further rejected row a write that says so again.
    maxRejectedRows: 10_000,
    maxRejectedPercent: 50,
    // Covers one vCPU's 8,000 writes a second up to 16 ms each; docs/capacity.md.
    maxWritesInFlight: 128,
    // docs/decisions/0027: the SDK's way of a request is nine tenths of what a row costs.
    writer: 'lean',
    // Time to settle the writes under way through a short throttle, to mark the slice and to send the rest.
    splitReserveMs: 30_000,
    // 32 MiB: 100,000 rows of 300 bytes, some 12 s of one vCPU. Of larger ones 10 GB are too few to be shared evenly by 32 invocations.
    sliceBytes: 33_554_432,
  },
  auditing: {
    // Half a vCPU: it hashes and packs about a megabyte a second, and waits for S3 most of its time.
    memoryMiB: 885,
    // Batches take a second; a digest lists two days of a busy trail.
    timeoutSeconds: 300,
    // An object of about 200 KB, packed: few enough requests, and far below the 6 MB of an event.
    batchSize: 1_000,
    // A file of a few rows is audited a second later, and a large one in full batches.
    batchingWindowSeconds: 1,
    // A poison change holds up half of its shard at most; a fresh account's concurrency is 10, of which the processor takes 8.
    parallelizationFactor: 2,
    // Rides out minutes of a bucket that does not answer. A poison change is alone by then, and goes.
    retryAttempts: 20,
    // Leaves 4 of the stream's 24 hours, after which the change itself is gone.
    maxRecordAgeHours: 20,
    // Longer than any batch is late in good times.
    digestGraceMinutes: 15,
    // Twice what a stream keeps: no late object is missed, whenever the digest itself was late.
    digestLookbackHours: 48,
    // Repairs are rare, and follow a partition in thousands.
    maxRepairsInFlight: 16,
    // Compliance can't be taken back, by nobody: a choice of who is obliged to it.
    lockMode: 'governance',
    // A year and a month: as long as what it explains is kept elsewhere (receipts, 400 days).
    lockDays: 400,
    // Instant Retrieval bills 90 days at least and needs no restore; objects below 128 KB stay where they are (S3 lifecycle).
    archiveDays: 90,
    // Half a year to mend a fault of the code and add what is missing.
    failureDays: 180,
  },
  gateway: {
    // An answer is a few calls and some JSON; half of a processor keeps a cold start below a second.
    memoryMiB: 1_024,
    // Below the 30 seconds after which an HTTP API gives up (API Gateway quotas), with room for its own answer.
    timeoutSeconds: 29,
    // Fewer than the concurrency of a fresh account, 10, bears at 100 ms each; a producer asks once per file.
    requestsPerSecond: 100,
    requestBurst: 200,
    // A file of 100 MB over a slow line; who is later asks again, which costs nothing.
    uploadUrlSeconds: 900,
    // A hundred parts of 32 MB are signed at once. Credentials of a function serve for longer.
    partUrlSeconds: 3_600,
  },
  failover: {
    // Ten costs twice as much; the alarm beside it takes three minutes in any case.
    healthCheckSeconds: 30,
    // One is a hiccup of the network on the way (Route 53's own default).
    healthCheckFailures: 3,
    // Short for a failover in five minutes, long enough for names to be cached at all.
    dnsTtlSeconds: 60,
    // Far above what any of the services takes, cross-country way included; three tries of it end well within a tick.
    probeTimeoutMs: 2_000,
    // As the alarm of the health check: both say after 3 minutes that a region is lost.
    lostAfterTicks: 3,
    // A region that flaps is no region to go back to.
    backAfterTicks: 5,
    // S3 announces an object within seconds as a rule, and within minutes when it is late.
    announcedWithinSeconds: 900,
  },
  monitoring: {
    // Relative to the repository; a deployment of yours names its own copy, so that the link can be followed.
    runbook: 'docs/runbook.md',
    // Whoever deploys knows who is on duty.
    emails: [],
    // Half of what a slice keeps back for its end (splitReserveMs): usual durations end at 90 %.
    durationPercent: 95,
    // The backoff of a message reaches 15 minutes; four of them in a row are no short storm.
    maxMessageAgeSeconds: 3_600,
    // Usually below 2 seconds. It is the RPO for what was acknowledged.
    maxReplicationLatencySeconds: 30,
    // Leaves 23 of the stream's 24 hours to mend it.
    maxIteratorAgeMinutes: 60,
    // Far above the dirtiest of the sample files (movies, 0.3 %), far below the 50 % at which a file stops.
    maxRejectedSharePercent: 10,
    leastRowsOfShare: 100,
    // One is a moment of a service behind it, which callers try again.
    maxServerErrors: 5,
    // Cold starts in a network take a second or two; a listing of a thousand rows, one.
    maxRequestMs: 5_000,
  },
  governance: {
    // A year, as long as the logs that it explains.
    trailRetentionDays: 365,
    // Over the account: one over a service is already there in newer accounts, which may have no second one.
    costAnomalyMonitor: 'own',
    // Above the noise of a system that costs about 60 USD idle, below what a runaway producer makes of a day.
    costAnomalyUsd: 25,
    // Idle twice over, and 100 million rows.
    monthlyBudgetUsd: 500,
  },
  faultInjection: {
    // Who rehearses says so, for as long as they do.
    enabled: false,
    // Replication goes on for up to five minutes after its pause began (AWS FIS); ten remain, which is a failover and the way back.
    minutes: 15,
  },
};

/** The same pipeline, cheaper: smaller ceilings, shorter memory. */
const staging: PipelineConfig = {
  ...prod,
  environment: 'staging',
  tags: { ...prod.tags, 'data-classification': 'internal' },
  network: { ...prod.network, flowLogRetentionDays: 30 },
  storage: { ...prod.storage, maxReadUnitsPerSecond: 1_000, maxWriteUnitsPerSecond: 2_000, pointInTimeRecoveryDays: 7 },
  ingestion: { ...prod.ingestion, maximumConcurrency: 3 },
  processing: { ...prod.processing, logRetentionDays: 30 },
  auditing: { ...prod.auditing, lockDays: 30 },
  governance: { ...prod.governance, trailRetentionDays: 30, monthlyBudgetUsd: 150 },
};

export const environments: Readonly<Record<EnvironmentName, PipelineConfig>> = { prod, staging };
