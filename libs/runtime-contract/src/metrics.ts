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
} as const;
export type MetricName = (typeof metricNames)[keyof typeof metricNames];

/** The only dimension that a metric takes; its values come from the registry, never from data. */
export const DATASET_DIMENSION = 'dataset';
