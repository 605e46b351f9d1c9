/**
 * Every physical name, computed and never referenced across stacks: `serverless-<resource>-<environment>`.
 * Names of IAM, S3 and dashboards are global, so those of the standby region carry the region inside the resource part.
 */
export interface NamingScope {
  /** `prod`, `staging`, … */
  readonly environment: string;
  /** The region whose resources are named. */
  readonly region: string;
  /** The active region, whose global names carry no region. */
  readonly primaryRegion: string;
  /** Appended to the resource part of bucket names, which are global across all of AWS; empty by default. */
  readonly bucketSuffix?: string;
}

/** `serverless-<resource>-<environment>`, the form of every name of the pipeline. */
export const physicalName = (resource: string, environment: string): string => `serverless-${resource}-${environment}`;

/** Where a service forbids hyphens (Glue): `serverless_<resource>_<environment>`. */
const withoutHyphens = (name: string): string => name.replaceAll('-', '_');

/** The names of a function of apps/deploy-hooks and of what is its own. */
export interface HookNames {
  readonly function: string;
  readonly logGroup: string;
  readonly role: string;
  readonly policy: string;
}

export interface PipelineNames {
  readonly ingestionBucket: string;
  readonly accessLogBucket: string;
  /** Write-once: entries and digests. */
  readonly auditBucket: string;
  /** Where the mapping puts the records that the auditor gave up. */
  readonly auditFailureBucket: string;
  readonly processedTable: string;
  readonly ingestQueue: string;
  readonly deadLetterQueue: string;
  readonly processorFunction: string;
  readonly processorLogGroup: string;
  readonly processorRole: string;
  readonly processorPolicy: string;
  readonly auditorFunction: string;
  readonly auditorLogGroup: string;
  readonly auditorRole: string;
  readonly auditorPolicy: string;
  readonly auditorSecurityGroup: string;
  readonly gatewayApi: string;
  readonly gatewayAccessLogGroup: string;
  readonly gatewayFunction: string;
  readonly gatewayLogGroup: string;
  readonly gatewayRole: string;
  readonly gatewayPolicy: string;
  readonly gatewaySecurityGroup: string;
  /** The rule that has digests written. */
  readonly digestSchedule: string;
  /** Of Glue, which takes no hyphens: where Athena finds the audit trail. */
  readonly auditDatabase: string;
  readonly auditTable: string;
  readonly auditWorkGroup: string;
  /** Of the roles on the way of the data, and of those that watch and mend it: a policy takes only so much. */
  readonly permissionBoundary: string;
  readonly operationsBoundary: string;
  readonly sentinelFunction: string;
  readonly sentinelLogGroup: string;
  /** Of the function that watches both regions; the other region's failover role lets it in. */
  readonly sentinelRole: string;
  readonly sentinelPolicy: string;
  /** The rules that fire it: each minute, and each hour. */
  readonly sentinelTick: string;
  readonly sentinelReconcile: string;
  readonly failoverRole: string;
  readonly failoverPolicy: string;
  readonly pipelineSecret: string;
  readonly secretRotation: HookNames;
  readonly replicaStream: HookNames;
  readonly defaultGroup: HookNames;
  readonly processorSecurityGroup: string;
  readonly network: string;
  readonly endpointsSecurityGroup: string;
  readonly flowLogGroup: string;
  readonly flowLogRole: string;
  readonly flowLogPolicy: string;
  readonly trail: string;
  readonly trailBucket: string;
  readonly costAnomalyMonitor: string;
  readonly costAnomalySubscription: string;
  readonly monthlyBudget: string;
  readonly notificationTopic: string;
  readonly regionDashboard: string;
  readonly globalDashboard: string;
  readonly stack: string;
}

export function pipelineNames(scope: NamingScope): PipelineNames {
  const local = (resource: string) => physicalName(resource, scope.environment);
  const global = (resource: string) =>
    local(scope.region === scope.primaryRegion ? resource : `${resource}-${scope.region}`);
  const bucket = (resource: string) => global(scope.bucketSuffix ? `${resource}-${scope.bucketSuffix}` : resource);
  const hook = (resource: string): HookNames => ({
    function: local(resource),
    logGroup: local(`${resource}-logs`),
    role: global(`${resource}-role`),
    policy: global(`${resource}-policy`),
  });
  return {
    ingestionBucket: bucket('data-ingestion'),
    accessLogBucket: bucket('access-logs'),
    auditBucket: bucket('audit-trail'),
    auditFailureBucket: bucket('audit-failures'),
    processedTable: local('processed-data'),
    ingestQueue: local('ingest-queue'),
    deadLetterQueue: local('ingest-dlq'),
    processorFunction: local('data-processor'),
    processorLogGroup: local('data-processor-logs'),
    processorRole: global('data-processor-role'),
    processorPolicy: global('data-processor-policy'),
    auditorFunction: local('stream-auditor'),
    auditorLogGroup: local('stream-auditor-logs'),
    auditorRole: global('stream-auditor-role'),
    auditorPolicy: global('stream-auditor-policy'),
    auditorSecurityGroup: local('stream-auditor'),
    gatewayApi: local('gateway'),
    gatewayAccessLogGroup: local('gateway-access-logs'),
    gatewayFunction: local('gateway'),
    gatewayLogGroup: local('gateway-logs'),
    gatewayRole: global('gateway-role'),
    gatewayPolicy: global('gateway-policy'),
    gatewaySecurityGroup: local('gateway'),
    digestSchedule: local('audit-digest'),
    auditDatabase: withoutHyphens(local('audit')),
    auditTable: withoutHyphens(local('audit-entries')),
    auditWorkGroup: local('audit'),
    permissionBoundary: global('permission-boundary'),
    operationsBoundary: global('operations-boundary'),
    sentinelFunction: local('sentinel'),
    sentinelLogGroup: local('sentinel-logs'),
    sentinelRole: global('sentinel-role'),
    sentinelPolicy: global('sentinel-policy'),
    sentinelTick: local('sentinel-tick'),
    sentinelReconcile: local('sentinel-reconcile'),
    failoverRole: global('failover-role'),
    failoverPolicy: global('failover-policy'),
    pipelineSecret: local('pipeline-secrets'),
    secretRotation: hook('secret-rotation'),
    replicaStream: hook('replica-stream'),
    defaultGroup: hook('default-group'),
    processorSecurityGroup: local('data-processor'),
    network: local('network'),
    endpointsSecurityGroup: local('endpoints'),
    flowLogGroup: local('flow-logs'),
    flowLogRole: global('flow-log-role'),
    flowLogPolicy: global('flow-log-policy'),
    trail: local('trail'),
    trailBucket: bucket('trail'),
    costAnomalyMonitor: local('cost-anomalies'),
    costAnomalySubscription: local('cost-anomalies'),
    monthlyBudget: local('monthly-budget'),
    notificationTopic: local('notifications'),
    // Dashboards belong to the account, not to a region.
    regionDashboard: global('pipeline'),
    globalDashboard: local('both-regions'),
    stack: global('pipeline'),
  };
}

/** The index by processing status: partition key `statusShard`, sort key `timestamp`, keys only. */
export const STATUS_INDEX = 'processing-status-index';

/** The role of a bucket in a file's identity: it names the region of first delivery, not the bucket. */
export const bucketRole = (region: string): string => `ingestion-${region}`;

/** Of the items by which the sentinels see that writes reach the other region: `heartbeat#<region>`. They are not audited. */
export const HEARTBEAT_PREFIX = 'heartbeat#';

/** The private zone of a region's network, and the TXT record in it that says which region takes files. */
export const ACTIVE_REGION_ZONE = 'pipeline.internal';
export const ACTIVE_REGION_RECORD = `active-region.${ACTIVE_REGION_ZONE}`;

/** Where producers put their files: `incoming/<dataset>/…`. */
export const INCOMING_PREFIX = 'incoming/';

/** Where the deployment's smoke test puts its files: those of a dataset that ships, so that a rule matches them. */
export const SMOKE_TEST_PREFIX = `${INCOMING_PREFIX}weather/smoke-test/`;

/** Where a failover puts files that it took over from the other region's bucket. */
export const ADOPTED_PREFIX = 'adopted/';
