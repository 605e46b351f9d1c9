import { flag, oneOf, options, text, UsageError } from '@pipeline/command-line';

export const HELP = `npm run contract -- [options]: every call of AWS that the pipeline makes, and what must come of it.

  --client js|boto3      the SDK that makes the calls (js)
  --python PATH          the interpreter that has tools/contract/boto3/requirements.txt; CONTRACT_PYTHON (python3)
  --endpoint URL|aws     another implementation, or AWS with the credentials and AWS_REGION of the environment:
                         makes resources of its own and deletes them; CONTRACT_ENDPOINT (a region of the local cloud)
  --restart              kills the region with SIGKILL before every round of calls (local cloud only)
  --services a,b         only cases of dynamodb, lambda, s3, secretsmanager, sns, sqs, sts (all)
  --differences NAME     what deviates must be what docs/contract-differences.md lists for NAME
  --write                with --differences: writes what deviates into the list, its judgements kept
  --json                 one deviation a line
  --help

Exits with 0 when everything is as it must be, with 2 when something deviates, with 1 when it could not run.
`;

export const SERVICES = ['dynamodb', 'lambda', 's3', 'secretsmanager', 'sns', 'sqs', 'sts'] as const;

export interface ContractArguments {
  readonly client: 'js' | 'boto3';
  readonly python: string;
  /** Undefined: a region of the local cloud that is started for it. */
  readonly endpoint?: string;
  readonly restart: boolean;
  readonly services: ReadonlySet<string>;
  readonly differences?: string;
  readonly write: boolean;
  readonly json: boolean;
}

/** @throws UsageError */
export function parseArguments(args: readonly string[], environment: NodeJS.ProcessEnv): ContractArguments {
  const { values } = options(args, {
    ...{ client: text, python: text, endpoint: text, services: text, differences: text },
    ...{ restart: flag, write: flag, json: flag },
  });
  const client = oneOf('client', values.client ?? 'js', ['js', 'boto3']);
  const services = new Set(values.services?.split(',') ?? SERVICES);
  const unknown = [...services].find((name) => !(SERVICES as readonly string[]).includes(name));
  if (unknown !== undefined) throw new UsageError(`--services are ${SERVICES.join(', ')}; there is no ${unknown}.`);
  const endpoint = values.endpoint ?? environment['CONTRACT_ENDPOINT'];
  const restart = values.restart ?? false;
  if (restart && endpoint !== undefined) {
    throw new UsageError('--restart is for the local cloud: nobody else lets us kill it. Leave --endpoint away.');
  }
  const write = values.write ?? false;
  if (write && values.differences === undefined) throw new UsageError('--write goes with --differences NAME.');
  return {
    client,
    python: values.python ?? environment['CONTRACT_PYTHON'] ?? 'python3',
    ...(endpoint === undefined ? {} : { endpoint }),
    restart,
    services,
    ...(values.differences === undefined ? {} : { differences: values.differences }),
    write,
    json: values.json ?? false,
  };
}
