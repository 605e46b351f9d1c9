import { existsSync } from 'node:fs';
import { functionArn, type Place } from './attributes';
import type { Stack } from './load-assembly';
import type { PlannedFunction, PlannedMapping } from './planned';
import type { PropertyRules, ResourceReader } from './resource-reader';

export const functionProperties: PropertyRules = {
  emulated: [
    'Code',
    'Environment',
    'FunctionName',
    'Handler',
    'LoggingConfig',
    'MemorySize',
    'PackageType',
    'ReservedConcurrentExecutions',
    'Role',
    'Runtime',
    'Timeout',
  ],
  // The bundle is plain JavaScript: it runs on this machine's processor, whatever the template's.
  passive: ['Architectures', 'Description', 'EphemeralStorage', 'KmsKeyArn', 'RecursiveLoop', 'Tags', 'TracingConfig'],
  // A dead-letter queue of a function takes asynchronous invocations only, and a queue's mapping makes none.
  listed: ['DeadLetterConfig', 'VpcConfig'],
};

function codeDirectory(definition: ResourceReader, stack: Stack): string {
  const { S3Key: key, ...others } = definition.object('Code') ?? {};
  const directory = typeof key === 'string' ? stack.assets.get(key) : undefined;
  if (!directory) {
    throw definition.refusal(
      `its code is ${JSON.stringify({ S3Key: key ?? null, ...others })}, which is no asset of the assembly.`,
      'Give it the directory of a built bundle: Code.fromAsset(directory).',
    );
  }
  if (!existsSync(directory)) {
    throw definition.refusal(
      `its code directory ${directory} is gone.`,
      'Build and synthesise again: nx run infra:synth',
    );
  }
  return directory;
}

/** Defaults are those of CloudFormation. */
export function planFunction(definition: ResourceReader, stack: Stack, place: Place): PlannedFunction {
  const runtime = definition.text('Runtime') ?? '';
  if (definition.text('PackageType') === 'Image' || !runtime.startsWith('nodejs')) {
    throw definition.refusal(
      `its runtime is ${runtime || 'an image'}.`,
      'Only Node.js functions with a bundle are run.',
    );
  }
  const name = definition.name;
  const reserved = definition.number('ReservedConcurrentExecutions', undefined);
  const logGroup = definition.object('LoggingConfig')?.['LogGroup'];
  const variables = definition.object('Environment')?.['Variables'] ?? {};
  return {
    name,
    arn: functionArn(name, place),
    codeDirectory: codeDirectory(definition, stack),
    handler: definition.requiredText('Handler'),
    runtime,
    environment: Object.fromEntries(Object.entries(variables).map(([variable, value]) => [variable, String(value)])),
    memoryMiB: definition.number('MemorySize', 128),
    timeoutSeconds: definition.number('Timeout', 3),
    roleArn: definition.requiredText('Role'),
    logGroup: typeof logGroup === 'string' ? logGroup : `/aws/lambda/${name}`,
    ...(reserved === undefined ? {} : { reservedConcurrency: reserved }),
  };
}

/** What an alias stands for is the code of the template, of which a function has one version: weights between two aren't run. */
export const aliasProperties: PropertyRules = {
  emulated: ['FunctionName', 'FunctionVersion', 'Name'],
  passive: ['Description'],
  listed: [],
};

export const queueMappingProperties: PropertyRules = {
  emulated: [
    'BatchSize',
    'Enabled',
    'EventSourceArn',
    'FunctionName',
    'FunctionResponseTypes',
    'MaximumBatchingWindowInSeconds',
    'ScalingConfig',
  ],
  passive: ['KmsKeyArn', 'MetricsConfig', 'Tags'],
  listed: [],
};

/** A mapping names its function by name or by ARN, either with an alias or a version after it. */
export const functionNameOf = (reference: string) => /^(?:arn:.*:function:)?([^:]+)/.exec(reference)?.[1] ?? reference;

export function planQueueMapping(mapping: ResourceReader, id: string): PlannedMapping {
  const source = mapping.requiredText('EventSourceArn');
  if (source.split(':')[2] !== 'sqs') {
    throw mapping.refusal(
      `its source is ${source}, and only queues and the streams of tables are polled.`,
      'Remove the mapping or its stack.',
    );
  }
  const maximum = (mapping.object('ScalingConfig') ?? {})['MaximumConcurrency'];
  return {
    id,
    queueArn: source,
    functionName: functionNameOf(mapping.requiredText('FunctionName')),
    batchSize: mapping.number('BatchSize', 10),
    batchingWindowSeconds: mapping.number('MaximumBatchingWindowInSeconds', 0),
    reportBatchItemFailures: mapping.list('FunctionResponseTypes').includes('ReportBatchItemFailures'),
    ...(maximum === undefined ? {} : { maximumConcurrency: Number(maximum) }),
    enabled: mapping.flag('Enabled', true),
  };
}
