/** The environments that exist; each is a complete pipeline in both regions. */
export const environmentNames = ['prod', 'staging'] as const;
export type EnvironmentName = (typeof environmentNames)[number];

/** Runtimes for which the bundles are compiled, the default first. */
export const lambdaRuntimes = ['nodejs24.x', 'nodejs22.x', 'nodejs18.x'] as const;
export type LambdaRuntime = (typeof lambdaRuntimes)[number];

/** How the table and its index are billed; the default first. */
export const billingModes = ['on-demand', 'provisioned'] as const;
export type BillingMode = (typeof billingModes)[number];

export interface StorageConfig {
  /** Appended to the resource part of bucket names, which are global across all of AWS. */
  readonly bucketSuffix: string;
  /** Parts of an upload that nobody completed are deleted after so many days. */
  readonly abortMultipartUploadDays: number;
  /** A version moves to Standard-IA after so many days, and to Glacier Instant Retrieval after so many. */
  readonly infrequentAccessDays: number;
  readonly archiveDays: number;
  /** A version that a newer one replaced is deleted after so many days. */
  readonly noncurrentExpiryDays: number;
  readonly accessLogDays: number;
  /** Uploads from afar enter AWS at the nearest edge, for a price per gigabyte. */
  readonly transferAcceleration: boolean;
  readonly billing: BillingMode;
  /** Where scaling starts from, per replica, in units per second; of provisioned billing only. */
  readonly minReadUnitsPerSecond: number;
  readonly minWriteUnitsPerSecond: number;
  /** Scaling keeps the use of capacity at this share; of provisioned billing only. */
  readonly targetUtilizationPercent: number;
  /** Ceilings of the table and of its index, per replica, in units per second, whatever the billing. */
  readonly maxReadUnitsPerSecond: number;
  readonly maxWriteUnitsPerSecond: number;
  readonly pointInTimeRecoveryDays: number;
  /** Partitions of one status in the status index; a power of two, and never less than it ever was. */
  readonly statusShards: number;
}

export interface IngestionConfig {
  readonly visibilityTimeoutSeconds: number;
  /** Receives of a message before SQS moves it to the dead-letter queue. */
  readonly maxReceiveCount: number;
  readonly retentionDays: number;
  readonly deadLetterRetentionDays: number;
  /** Messages of one invocation. */
  readonly batchSize: number;
  /** How long Lambda gathers messages for a batch. */
  readonly batchingWindowSeconds: number;
  /** Invocations of the processor at once; more than those of an open breaker's trial. */
  readonly maximumConcurrency: number;
}

/** How rows are written: straight to the wire, or through the AWS SDK, should the first ever be in doubt. */
export const writers = ['lean', 'sdk'] as const;
export type Writer = (typeof writers)[number];

/** Invocations at once that nobody else in the account may use; none takes them as they come. */
export type ReservedConcurrency = number | 'none';

export interface ProcessingConfig {
  readonly reservedConcurrency: ReservedConcurrency;
  readonly lambdaRuntime: LambdaRuntime;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly logRetentionDays: number;
  /** Traces by X-Ray: of each invocation, and an interface endpoint by which the network reaches it. */
  readonly tracing: boolean;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  readonly maxRowBytes: number;
  /** A file stops when it has more rejected rows than this … */
  readonly maxRejectedRows: number;
  /** … and more than this share of its rows. */
  readonly maxRejectedPercent: number;
  readonly maxWritesInFlight: number;
  readonly writer: Writer;
  /** A slice stops at a row boundary when less than this is left of the invocation. */
  readonly splitReserveMs: number;
  /** A larger object is planned into slices of at least so many bytes, which run side by side. */
  readonly sliceBytes: number;
}

/** How the lock of the trail is kept: against everybody but who may bypass it, or against the root user too. */
export const lockModes = ['governance', 'compliance'] as const;
export type LockMode = (typeof lockModes)[number];

export interface AuditingConfig {
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  /** Changes of one invocation: of one object of the trail. */
  readonly batchSize: number;
  /** How long Lambda gathers changes for a batch. */
  readonly batchingWindowSeconds: number;
  /** Batches of one shard at once; those of one key stay in their order. */
  readonly parallelizationFactor: number;
  /** Tries of a batch after the first, before what fails goes to the on-failure destination. */
  readonly retryAttempts: number;
  /** A change that is older goes there untried. */
  readonly maxRecordAgeHours: number;
  /** An hour's digest is due when the hour is over for so long. */
  readonly digestGraceMinutes: number;
  /** Hours before its own in which a digest looks for late objects. */
  readonly digestLookbackHours: number;
  readonly maxRepairsInFlight: number;
  readonly lockMode: LockMode;
  /** How long nobody may change or delete an object of the trail, once `protect` is on. */
  readonly lockDays: number;
  /** An object of the trail moves to Glacier Instant Retrieval after so many days. */
  readonly archiveDays: number;
  /** What was given up, and hopefully repaired, is deleted after so many days. */
  readonly failureDays: number;
}

export interface GatewayConfig {
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  /** What the API takes before it answers 429: steadily, and for a moment. */
  readonly requestsPerSecond: number;
  readonly requestBurst: number;
  /** A signed URL serves for so long: that of a whole file, and that of a part. */
  readonly uploadUrlSeconds: number;
  readonly partUrlSeconds: number;
}

/** A name of one's own for the API of both regions. */
export interface DomainConfig {
  /** `files.example.com`: the name that producers call. */
  readonly name: string;
  /** Of the public hosted zone, in this account, that the name belongs to. */
  readonly hostedZoneId: string;
}

export interface FailoverConfig {
  /** Without one, clients try the primary's URL and then the standby's. */
  readonly domain?: DomainConfig;
  /** Route 53 asks for `/health` this often, from each of its places: 10 or 30. */
  readonly healthCheckSeconds: number;
  /** Answers in a row that turn it. */
  readonly healthCheckFailures: number;
  /** How long a client may keep the answer which region is active. */
  readonly dnsTtlSeconds: number;
  /** A probe that takes longer has no answer. */
  readonly probeTimeoutMs: number;
  /** Ticks in a row without an answer after which a region is lost … */
  readonly lostAfterTicks: number;
  /** … and with one after which it is back. */
  readonly backAfterTicks: number;
  /** An object without a receipt after so long was never announced: the hourly reconciliation announces it. */
  readonly announcedWithinSeconds: number;
}

export interface SecurityConfig {
  /** A key is appended to the secret this often. */
  readonly secretRotationDays: number;
}

export interface NetworkConfig {
  /** Block of addresses of the network in each region; they don't overlap, so that the networks can be joined. */
  readonly primaryCidr: string;
  readonly standbyCidr: string;
  /** Availability zones of a region, each with a subnet and its share of the interface endpoints. */
  readonly zones: number;
  readonly flowLogRetentionDays: number;
}

/** Whose anomalies in costs are told: a monitor of ours, none, or an existing one by its ARN. */
export type CostAnomalyMonitor = 'own' | 'none' | `arn:${string}`;

export interface GovernanceConfig {
  /** How long nobody may delete a file of the trail, once `protect` is on; then it expires. */
  readonly trailRetentionDays: number;
  readonly costAnomalyMonitor: CostAnomalyMonitor;
  /** An anomaly is told when it costs this much, in US dollars. */
  readonly costAnomalyUsd: number;
  /** Of the account and month, in US dollars: told at 80 % of it, and when the forecast is above it. */
  readonly monthlyBudgetUsd: number;
}

export interface MonitoringConfig {
  /** Where docs/runbook.md can be read: each alarm ends in it. */
  readonly runbook: string;
  /** Who is told of every alarm, in each region; an address has to confirm once per region. */
  readonly emails: readonly string[];
  /** Alarm when one invocation in a hundred takes this share of its timeout. */
  readonly durationPercent: number;
  readonly maxMessageAgeSeconds: number;
  readonly maxReplicationLatencySeconds: number;
  /** How far a function may be behind the table's stream. */
  readonly maxIteratorAgeMinutes: number;
  /** Alarm when this share of the rows is rejected … */
  readonly maxRejectedSharePercent: number;
  /** … of at least so many in five minutes. */
  readonly leastRowsOfShare: number;
  /** Server faults of the HTTP API in five minutes. */
  readonly maxServerErrors: number;
  /** What one request of the HTTP API in a hundred may take. */
  readonly maxRequestMs: number;
}

/** Outages on purpose, in a real account. */
export interface FaultInjectionConfig {
  /** Whether there are stacks with experiments of AWS FIS, one a region. */
  readonly enabled: boolean;
  /** How long an experiment lasts. */
  readonly minutes: number;
}

/** Everything that may differ between environments. The unit of a number is in its name. */
export interface PipelineConfig {
  readonly environment: EnvironmentName;
  readonly primaryRegion: string;
  readonly standbyRegion: string;
  /** Refuses the deletion of the table's replicas and of the stacks. */
  readonly protect: boolean;
  /** On every resource that takes tags; `environment` is added to them. */
  readonly tags: Readonly<Record<string, string>>;
  readonly security: SecurityConfig;
  readonly network: NetworkConfig;
  readonly storage: StorageConfig;
  readonly ingestion: IngestionConfig;
  readonly processing: ProcessingConfig;
  readonly auditing: AuditingConfig;
  readonly gateway: GatewayConfig;
  readonly failover: FailoverConfig;
  readonly monitoring: MonitoringConfig;
  readonly governance: GovernanceConfig;
  readonly faultInjection: FaultInjectionConfig;
}
