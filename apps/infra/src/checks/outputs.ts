import type { TemplateJson } from './physical-names';

/** What people and scripts read of a stack; taking one away breaks them. */
const PROMISED = [
  'IngestionBucketName',
  'IngestionBucketArn',
  'IngestQueueUrl',
  'IngestQueueArn',
  'DeadLetterQueueUrl',
  'DeadLetterQueueArn',
  'ProcessedTableName',
  'ProcessedTableArn',
  'ProcessorFunctionName',
  'ProcessorFunctionArn',
  'GatewayUrl',
  'NotificationTopicArn',
  'SentinelFunctionName',
  'BreakerMappingId',
  'PrimaryHealthCheckId',
];

/** Outputs that are gone, or exported under no name or another than theirs. */
export function outputBreaches({ Outputs = {} }: TemplateJson, environment: string): readonly string[] {
  return PROMISED.flatMap((name) => {
    const output = Outputs[name] as { readonly Export?: { readonly Name?: unknown } } | undefined;
    const resource = name.replace(/[A-Z]/g, (letter, at: number) => (at === 0 ? '' : '-') + letter.toLowerCase());
    const exportName = `serverless-${resource}-${environment}`;
    if (output === undefined) return [`The output ${name} is gone: people and scripts read it.`];
    return output.Export?.Name === exportName ? [] : [`The output ${name} must be exported as ${exportName}.`];
  });
}
