import type { AlarmState } from '../cloudwatch/alarm-rule';
import type { JsonObject } from './load-assembly';

/** What one region runs, read from the templates; names and ARNs are those of a deployment. */
export interface Plan {
  readonly region: string;
  readonly account: string;
  readonly buckets: readonly PlannedBucket[];
  readonly queues: readonly PlannedQueue[];
  /** Documents by the ARN of the bucket, queue, topic, function or alias that they belong to. */
  readonly resourcePolicies: ReadonlyMap<string, readonly PolicyDocument[]>;
  readonly tables: readonly PlannedTable[];
  readonly secrets: readonly PlannedSecret[];
  readonly functions: readonly PlannedFunction[];
  /** Of queues. */
  readonly eventSourceMappings: readonly PlannedMapping[];
  readonly streamMappings: readonly PlannedStreamMapping[];
  readonly topics: readonly PlannedTopic[];
  readonly alarms: readonly PlannedAlarm[];
  readonly compositeAlarms: readonly PlannedCompositeAlarm[];
  /** Of EventBridge, with a schedule. */
  readonly rules: readonly PlannedRule[];
  readonly httpApis: readonly PlannedHttpApi[];
  /** How often a failed asynchronous invocation of a function is repeated, by its name, where a configuration says so. */
  readonly retryAttempts: ReadonlyMap<string, number>;
  /** The roles of the functions, and those that one of the account's may take. */
  readonly roles: readonly PlannedRole[];
  readonly unemulated: readonly Unemulated[];
}

/** A resource, or one property of it, that a deployment has and this machine has not. */
export interface Unemulated {
  readonly type: string;
  readonly logicalId: string;
  readonly path: string;
  readonly property?: string;
}

export interface PlannedBucket {
  readonly name: string;
  readonly arn: string;
  readonly versioned: boolean;
  readonly notifications: readonly PlannedNotification[];
  /** Of Object Lock: what every new version gets. */
  readonly defaultRetention?: { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly days: number };
}

export interface PlannedNotification {
  readonly id: string;
  readonly queueArn: string;
  /** `s3:ObjectCreated:*` and the like. */
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

export interface PlannedQueue {
  readonly name: string;
  readonly arn: string;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly delaySeconds: number;
  readonly maximumMessageBytes: number;
  readonly receiveWaitSeconds: number;
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
  readonly redriveAllow?: JsonObject;
}

export interface KeyElement {
  readonly attributeName: string;
  readonly keyType: 'HASH' | 'RANGE';
}

export interface PlannedIndex {
  readonly name: string;
  readonly keySchema: readonly KeyElement[];
  readonly projection: { readonly type: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; readonly nonKeyAttributes: readonly string[] };
}

export interface PlannedTable {
  readonly name: string;
  readonly arn: string;
  readonly keySchema: readonly KeyElement[];
  readonly attributeDefinitions: readonly { readonly name: string; readonly type: 'S' | 'N' | 'B' }[];
  readonly globalSecondaryIndexes: readonly PlannedIndex[];
  readonly streamViewType?: string;
  /** Absent where the table has no stream. */
  readonly streamArn?: string;
  readonly ttlAttribute?: string;
  readonly deletionProtection: boolean;
  /** Every region that has the table, this one included. */
  readonly replicas: readonly string[];
}

export interface PlannedSecret {
  readonly name: string;
  /** The region of its stack; in any other it is a replica. */
  readonly primaryRegion: string;
  /** Absent where the secret is drawn. */
  readonly value?: string;
  readonly generation: {
    readonly template?: string;
    readonly key?: string;
    readonly length: number;
    readonly excludePunctuation: boolean;
  };
}

export interface PlannedFunction {
  readonly name: string;
  readonly arn: string;
  /** Absolute directory of the built bundle. */
  readonly codeDirectory: string;
  /** `<file without suffix>.<export>`. */
  readonly handler: string;
  readonly runtime: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly roleArn: string;
  readonly logGroup: string;
  readonly reservedConcurrency?: number;
}

export interface PlannedMapping {
  readonly id: string;
  readonly queueArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly reportBatchItemFailures: boolean;
  readonly maximumConcurrency?: number;
  readonly enabled: boolean;
}

/** A mapping of a table's stream. */
export interface PlannedStreamMapping {
  readonly id: string;
  readonly streamArn: string;
  readonly functionName: string;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly reportBatchItemFailures: boolean;
  readonly bisectBatchOnError: boolean;
  /** Invocations of a batch after the first; -1 for as many as it takes. */
  readonly maximumRetryAttempts: number;
  /** -1 for any age. */
  readonly maximumRecordAgeSeconds: number;
  /** Batches at once, each with the records of other items. */
  readonly parallelizationFactor: number;
  /** Filter patterns, each JSON text; a record passes that matches one, or any where there is none. */
  readonly filters: readonly string[];
  /** The bucket or queue that keeps what is given up. */
  readonly onFailureArn?: string;
  readonly enabled: boolean;
}

export interface PlannedRule {
  readonly name: string;
  readonly arn: string;
  /** `rate(…)` or `cron(…)`. */
  readonly schedule: string;
  readonly enabled: boolean;
  readonly targets: readonly PlannedRuleTarget[];
}

export interface PlannedRuleTarget {
  readonly id: string;
  /** Of a function, or of an alias of one. */
  readonly arn: string;
  readonly functionName: string;
  /** JSON text that the target gets; the scheduled event where it is absent. */
  readonly input?: string;
}

export interface PlannedTopic {
  readonly name: string;
  readonly arn: string;
}

/** What alarms of both kinds have. */
export interface PlannedAlarmAbout {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  /** ARNs of topics that are told, by the state that the alarm goes into. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
}

export interface PlannedAlarm extends PlannedAlarmAbout {
  readonly metrics: readonly PlannedAlarmMetric[];
  /** The id of the one that is compared. */
  readonly returned: string;
  readonly periodSeconds: number;
  readonly operator:
    'GreaterThanOrEqualToThreshold' | 'GreaterThanThreshold' | 'LessThanThreshold' | 'LessThanOrEqualToThreshold';
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
}

/** A metric, or an expression over others. */
export type PlannedAlarmMetric = { readonly id: string } & (
  | { readonly expression: string }
  | {
      readonly namespace: string;
      readonly name: string;
      readonly dimensions: Readonly<Record<string, string>>;
      /** `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount` or a percentile, `p99`. */
      readonly statistic: string;
    }
);

export interface PlannedCompositeAlarm extends PlannedAlarmAbout {
  readonly rule: string;
}

/** Requests that are taken: steadily, and at once. */
export interface PlannedThrottle {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/** An HTTP API with the one stage that serves it at the root of its host. */
export interface PlannedHttpApi {
  readonly id: string;
  readonly name: string;
  readonly throttle: PlannedThrottle;
  /** Of routes that have one of their own, by route key. */
  readonly routeThrottles: ReadonlyMap<string, PlannedThrottle>;
  readonly routes: readonly PlannedHttpRoute[];
  readonly accessLog?: { readonly logGroup: string; readonly format: string };
}

export interface PlannedHttpRoute {
  /** `GET /files/{id}`, `ANY /{proxy+}` or `$default` */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly authorization: 'NONE' | 'AWS_IAM';
  readonly target: {
    readonly functionName: string;
    /** Of the function, or of an alias of it. */
    readonly functionArn: string;
    readonly timeoutMs: number;
  };
}

/** A policy as the template has it, its intrinsic functions resolved. */
export interface PolicyDocument {
  /** Which policy it is, for a message. */
  readonly name: string;
  readonly document: JsonObject;
}

export interface PlannedRole {
  readonly name: string;
  readonly arn: string;
  readonly trust: PolicyDocument;
  readonly policies: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument;
}
