import { readFilters, UnknownPattern } from '../event-source/filter-criteria';
import type { JsonObject } from './load-assembly';
import { functionNameOf } from './plan-function';
import type { PlannedStreamMapping } from './planned';
import type { PropertyRules, ResourceReader } from './resource-reader';

export const streamMappingProperties: PropertyRules = {
  emulated: [
    'BatchSize',
    'BisectBatchOnFunctionError',
    'DestinationConfig',
    'Enabled',
    'EventSourceArn',
    'FilterCriteria',
    'FunctionName',
    'FunctionResponseTypes',
    'MaximumBatchingWindowInSeconds',
    'MaximumRecordAgeInSeconds',
    'MaximumRetryAttempts',
    'ParallelizationFactor',
    'StartingPosition',
  ],
  passive: ['KmsKeyArn', 'MetricsConfig', 'Tags'],
  listed: [],
};

/** Whether a mapping's source is a table's stream: `arn:aws:dynamodb:…:table/<name>/stream/<label>`. */
export const isStreamMapping = (mapping: ResourceReader): boolean =>
  mapping.requiredText('EventSourceArn').split(':')[2] === 'dynamodb';

/** Source of bounds and defaults: Lambda Developer Guide, "Lambda parameters for Amazon DynamoDB event source mappings". */
export function planStreamMapping(mapping: ResourceReader, id: string): PlannedStreamMapping {
  const within = (property: string, absent: number, from: number, to: number): number => {
    const value = mapping.number(property, absent);
    if (Number.isInteger(value) && value >= from && value <= to) return value;
    throw mapping.refusal(`its ${property} is ${value}; Lambda takes ${from} to ${to}.`, 'Correct the template.');
  };
  const onFailure = mapping.object('DestinationConfig')?.['OnFailure'] as JsonObject | undefined;
  const onFailureArn = onFailure?.['Destination'];
  return {
    id,
    streamArn: mapping.requiredText('EventSourceArn'),
    functionName: functionNameOf(mapping.requiredText('FunctionName')),
    startingPosition: startingPosition(mapping),
    batchSize: within('BatchSize', 100, 1, 10_000),
    batchingWindowSeconds: within('MaximumBatchingWindowInSeconds', 0, 0, 300),
    reportBatchItemFailures: mapping.list('FunctionResponseTypes').includes('ReportBatchItemFailures'),
    bisectBatchOnError: mapping.flag('BisectBatchOnFunctionError', false),
    maximumRetryAttempts: within('MaximumRetryAttempts', -1, -1, 10_000),
    maximumRecordAgeSeconds: within('MaximumRecordAgeInSeconds', -1, -1, 604_800),
    parallelizationFactor: within('ParallelizationFactor', 1, 1, 10),
    filters: filters(mapping),
    ...(typeof onFailureArn === 'string' ? { onFailureArn } : {}),
    enabled: mapping.flag('Enabled', true),
  };
}

function startingPosition(mapping: ResourceReader): PlannedStreamMapping['startingPosition'] {
  const position = mapping.requiredText('StartingPosition');
  if (position === 'TRIM_HORIZON' || position === 'LATEST') return position;
  throw mapping.refusal(
    `its StartingPosition is ${position}, which a table's stream has not.`,
    'Use TRIM_HORIZON or LATEST.',
  );
}

function filters(mapping: ResourceReader): readonly string[] {
  const criteria = mapping.object('FilterCriteria') as
    { readonly Filters?: readonly { readonly Pattern?: string }[] } | undefined;
  const patterns = (criteria?.Filters ?? []).map(({ Pattern = '{}' }) => Pattern);
  try {
    readFilters(patterns);
  } catch (error) {
    if (!(error instanceof UnknownPattern)) throw error;
    throw mapping.refusal(
      `its FilterCriteria can't be applied: ${error.message}.`,
      'Use exact values, prefix, suffix, exists, or anything-but with values or a prefix.',
    );
  }
  return patterns;
}
