/** Metric and dimension names: what the functions count, the alarms watch and the dashboards show. */
export const METRICS_NAMESPACE = 'ServerlessPipeline';

export const metricNames = {
  rowsStored: 'RowsStored',
  rowsDuplicate: 'RowsDuplicate',
  rowsSuperseded: 'RowsSuperseded',
  rowsRejected: 'RowsRejected',
  bytesRead: 'BytesRead',
  sliceDuration: 'SliceDuration',
  writeRetries: 'WriteRetries',
  filesCompleted: 'FilesCompleted',
  filesFailed: 'FilesFailed',
  messagesRetried: 'MessagesRetried',
  /** Of the stream-auditor, by dataset: what the changes of its items were. */
  itemsStored: 'ItemsStored',
  itemsRenewed: 'ItemsRenewed',
  itemsRejected: 'ItemsRejected',
  itemsResolved: 'ItemsResolved',
  itemsExpired: 'ItemsExpired',
  /** Nothing of the pipeline deletes. */
  itemsRemoved: 'ItemsRemoved',
  receiptsChanged: 'ReceiptsChanged',
  /** From the write to its entry in the trail. */
  auditLag: 'AuditLag',
  /** From the arrival of the file to the entry of its row. */
  arrivalToAudited: 'ArrivalToAudited',
  /** A lower revision had overwritten a higher one, which was put back. */
  conflictRepaired: 'ConflictRepaired',
  /** A record of the stream that could not be understood: it goes to the on-failure destination. */
  poisonRecords: 'PoisonRecords',
  digestsWritten: 'DigestsWritten',
  /** Of the gateway: tickets written, and uploads whose parts S3 joined. */
  uploadsIssued: 'UploadsIssued',
  uploadsCompleted: 'UploadsCompleted',
} as const;
export type MetricName = (typeof metricNames)[keyof typeof metricNames];

/** The function that counted. Every metric is kept under it alone, for alarms, and once more by dataset. */
export const SERVICE_DIMENSION = 'service';

/** Its values come from the registry, never from data. */
export const DATASET_DIMENSION = 'dataset';

/** What a region's sentinel says each minute; of a region where `REGION_DIMENSION` names one. */
export const sentinelMetricNames = {
  /** 1 while table, bucket and queue of the region answer, else 0. */
  regionAvailable: 'RegionAvailable',
  /** 1 while the breaker holds the processor back. */
  breakerOpen: 'BreakerOpen',
  /** 1 while the table answers and the processor is not fed all the same: an operator's doing, or a breaker's that got stuck. */
  heldWithoutNeed: 'HeldWithoutNeed',
  /** How late the other region's replica is. */
  replicationLagSeconds: 'ReplicationLagSeconds',
  /** Of the breaker, and of what is held of a region. */
  stateChanges: 'StateChanges',
  /** Of the lost region, taken over. */
  filesAdopted: 'FilesAdopted',
  /** Of the lost region, whose bucket does not answer. */
  filesUnreachable: 'FilesUnreachable',
  /** Objects that S3 never announced. */
  notificationsMissed: 'NotificationsMissed',
  /** Objects under `incoming/` that belong to no dataset. */
  unmatchedObjects: 'UnmatchedObjects',
  receiptsStalled: 'ReceiptsStalled',
} as const;
export const REGION_DIMENSION = 'Region';
