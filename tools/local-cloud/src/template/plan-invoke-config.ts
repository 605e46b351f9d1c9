import { functionNameOf } from './plan-function';
import type { PropertyRules, ResourceReader } from './resource-reader';

export const invokeConfigProperties: PropertyRules = {
  emulated: ['FunctionName', 'MaximumRetryAttempts', 'Qualifier'],
  passive: ['MaximumEventAgeInSeconds'],
  listed: ['DestinationConfig'],
};

/** How often Lambda repeats an asynchronous invocation that failed, where no configuration says so. */
export const DEFAULT_RETRY_ATTEMPTS = 2;

export const planRetryAttempts = (config: ResourceReader): readonly [functionName: string, attempts: number] => [
  functionNameOf(config.requiredText('FunctionName')),
  config.number('MaximumRetryAttempts', DEFAULT_RETRY_ATTEMPTS),
];
