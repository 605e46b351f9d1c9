import { lambdaRuntimes } from '../config/pipeline-config';
import type { TemplateJson } from './physical-names';
import { type Setting, resourcesOf, settingBreaches, valueAt, valuesAt } from './setting';

const isFunction = { type: 'AWS::Lambda::Function' };
const isMapping = { type: 'AWS::Lambda::EventSourceMapping' };

const functionSettings: readonly Setting[] = [
  {
    ...isFunction,
    at: 'Runtime',
    is: (value: unknown) => (lambdaRuntimes as readonly unknown[]).includes(value),
    says: `one that the bundles are compiled for (${lambdaRuntimes.join(', ')})`,
  },
  { ...isFunction, at: 'Architectures', is: ['arm64'], says: 'arm64, which costs a fifth less' },
  { ...isFunction, at: 'Timeout', is: (value: unknown) => typeof value === 'number', says: 'said, or it is 3 seconds' },
];

/** Of every mapping. */
const mappingSettings: readonly Setting[] = [
  {
    ...isMapping,
    at: 'FunctionResponseTypes',
    is: ['ReportBatchItemFailures'],
    says: 'ReportBatchItemFailures, or one bad message fails its batch',
  },
  {
    ...isMapping,
    at: 'Enabled',
    is: undefined,
    says: 'absent: an operator or the breaker decides, and a deployment respects it',
  },
];

/** Of a mapping of a queue. */
const queueMappingSettings: readonly Setting[] = [
  {
    ...isMapping,
    at: 'FilterCriteria',
    is: undefined,
    says: 'absent: a message that a filter does not match is deleted',
  },
  {
    ...isMapping,
    at: 'ScalingConfig.MaximumConcurrency',
    is: (value: unknown) => typeof value === 'number' && value >= 2,
    says: 'said, or a burst takes all concurrency of the account',
  },
];

const isFrom = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && value >= least && value <= most;

/** Of a mapping of a stream. */
const streamMappingSettings: readonly Setting[] = [
  {
    ...isMapping,
    at: 'StartingPosition',
    is: 'TRIM_HORIZON',
    says: 'TRIM_HORIZON, or changes before the mapping are in no trail',
  },
  { ...isMapping, at: 'BisectBatchOnFunctionError', is: true, says: 'true, or one bad change takes its batch along' },
  {
    ...isMapping,
    at: 'MaximumRetryAttempts',
    is: isFrom(1, 10_000),
    says: 'said, or a bad change blocks its shard until the stream forgets what comes after it',
  },
  {
    ...isMapping,
    at: 'MaximumRecordAgeInSeconds',
    is: isFrom(60, 23 * 3_600),
    says: 'below the 24 hours of a stream, or what is given up is gone',
  },
  {
    ...isMapping,
    at: 'DestinationConfig.OnFailure.Destination',
    is: (value: unknown) => value !== undefined,
    says: 'a bucket, or what is given up is gone',
  },
];

const unlogged = (template: TemplateJson) =>
  resourcesOf(template, isFunction.type)
    .filter(([, one]) => {
      const logGroup = template.Resources[String(valueAt(one, 'LoggingConfig.LogGroup.Ref'))];
      return logGroup?.Type !== 'AWS::Logs::LogGroup';
    })
    .map(
      ([logicalId]) => `${logicalId} logs to a group that Lambda makes, which keeps everything: give it one of ours.`,
    );

const shared = (template: TemplateJson) => {
  const roles = resourcesOf(template, isFunction.type).map(
    ([, one]) => valuesAt(one.Properties, 'Role.Fn::GetAtt.*')[0],
  );
  return roles
    .filter((role, index) => roles.indexOf(role) !== index)
    .map((role) => `${String(role)} is the role of two functions: give each its own.`);
};

/** Functions that run on what they are not built for, log elsewhere, or share a role. */
export const functionBreaches = (template: TemplateJson): readonly string[] => [
  ...settingBreaches(template, functionSettings),
  ...unlogged(template),
  ...shared(template),
];

/** A mapping that feeds whatever was uploaded last: there would be no version to go back to. */
const unversioned = (template: TemplateJson) =>
  resourcesOf(template, isMapping.type)
    .filter(([, mapping]) => {
      const alias = template.Resources[String(valueAt(mapping, 'FunctionName.Ref'))];
      const version =
        alias && template.Resources[String(valuesAt(alias.Properties, 'FunctionVersion.Fn::GetAtt.*')[0])];
      return (
        alias?.Type !== 'AWS::Lambda::Alias' ||
        version?.Type !== 'AWS::Lambda::Version' ||
        version.DeletionPolicy !== 'RetainExceptOnCreate'
      );
    })
    .map(([logicalId]) => `${logicalId} feeds no alias of a version that is kept: name the alias by its ARN.`);

/** The template with the mappings of streams, or of queues, only: it is a queue's that names a queue. */
const mappingsOf = (template: TemplateJson, source: 'queue' | 'stream'): TemplateJson => ({
  Resources: Object.fromEntries(
    resourcesOf(template, isMapping.type).filter(([, mapping]) => {
      const named = valuesAt(mapping.Properties, 'EventSourceArn.Fn::GetAtt.*')[0];
      return (template.Resources[String(named)]?.Type === 'AWS::SQS::Queue') === (source === 'queue');
    }),
  ),
});

/** Mappings that lose, repeat or switch what they must not. */
export const mappingBreaches = (template: TemplateJson): readonly string[] => [
  ...settingBreaches(template, mappingSettings),
  ...settingBreaches(mappingsOf(template, 'queue'), queueMappingSettings),
  ...settingBreaches(mappingsOf(template, 'stream'), streamMappingSettings),
  ...unversioned(template),
];

/** A year where it counts: what the CloudWatch controls of AWS Control Tower ask for. Elsewhere a month. */
export const logBreaches = (template: TemplateJson, environment: string): readonly string[] => {
  const least = environment === 'prod' ? 365 : 30;
  return settingBreaches(template, [
    {
      type: 'AWS::Logs::LogGroup',
      at: 'RetentionInDays',
      is: (value: unknown) => typeof value === 'number' && value >= least,
      says: `at least ${least} days, and said, or logs stay for ever`,
    },
  ]);
};
