import { createHash } from 'node:crypto';
import type { PlannedFunction } from '../template/planned';

/** The access key under which a function calls: its own, the same at each boot, so that each call has its caller. */
export const accessKeyOf = ({ arn }: Pick<PlannedFunction, 'arn'>): string =>
  `ASIA${createHash('sha256').update(arn).digest('hex').slice(0, 16).toUpperCase()}`;

/** The access key of whoever sits at this machine, as `npm start` prints it. */
export const OPERATOR_KEY = 'local';
/** The secret of every access key that this cloud gives out. */
export const SECRET_ACCESS_KEY = 'local';

export interface EnvironmentPlace {
  readonly region: string;
  readonly endpoint: string;
  /** Value of `AWS_LAMBDA_RUNTIME_API`. */
  readonly runtimeApi: string;
  readonly logStream: string;
}

/**
 * All variables of an execution environment: the template's, and those that Lambda sets. Nothing of the parent's own
 * environment but PATH: a function must not find on a laptop what it won't find in Lambda.
 * Source: Lambda Developer Guide, "Defined runtime environment variables".
 */
export function functionVariables(definition: PlannedFunction, place: EnvironmentPlace): Record<string, string> {
  return {
    ...definition.environment,
    PATH: process.env['PATH'] ?? '',
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    // The one difference to AWS, and one that the SDK reads by itself: handlers have no local branch.
    AWS_ENDPOINT_URL: place.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyOf(definition),
    AWS_SECRET_ACCESS_KEY: SECRET_ACCESS_KEY,
    AWS_SESSION_TOKEN: 'local',
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMiB),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: place.logStream,
    AWS_LAMBDA_RUNTIME_API: place.runtimeApi,
    LAMBDA_TASK_ROOT: definition.codeDirectory,
    _HANDLER: definition.handler,
  };
}
