import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { flag, options, text, UsageError, wholeNumber } from '@pipeline/command-line';
import { datasets } from '@pipeline/record-schema';

export const HELP = `npm run upload -- [options] dataset path

Sends a file by the gateway, waits until its rows are accounted for, and says how. Files above 100 MB go up in parts.

  --gateway URL    of the API (or GATEWAY_URL); by default that of the local cloud at http://127.0.0.1:4600
  --region NAME    the gateway's region (or AWS_REGION); by default what the URL says, or us-east-1
  --accelerated    by the nearest edge of AWS, for a price per gigabyte
  --wait SECONDS   for the account of the file (default 300); 0 does not wait
  --help
`;

export interface UploadArguments {
  readonly dataset: string;
  /** Absolute. */
  readonly path: string;
  readonly gateway?: string;
  readonly region?: string;
  readonly accelerated: boolean;
  readonly waitSeconds: number;
}

const LONGEST_WAIT = 86_400;

/** @throws UsageError */
export function parseUploadArguments(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): UploadArguments {
  const known = { gateway: text, region: text, accelerated: flag, wait: text };
  const { values, positionals } = options(argv, known, { words: true });
  const [dataset = '', file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Name a dataset and one file. --help says how.');
  if (!datasets.has(dataset)) {
    throw new UsageError(`There is no dataset "${dataset}". The datasets are ${[...datasets.keys()].join(', ')}.`);
  }
  const path = resolve(environment['INIT_CWD'] ?? '.', file);
  if (!existsSync(path) || !statSync(path).isFile()) throw new UsageError(`There is no file ${path}: check the path.`);
  if (statSync(path).size === 0) throw new UsageError(`${path} is empty: there is nothing to send.`);
  const waitSeconds = wholeNumber('wait', values.wait ?? '300', 0, LONGEST_WAIT);
  const gateway = values.gateway ?? environment['GATEWAY_URL'];
  if (gateway !== undefined && !URL.canParse(gateway)) throw new UsageError(`"${gateway}" is no URL of a gateway.`);
  const region = values.region ?? environment['AWS_REGION'] ?? regionOf(gateway);
  return {
    dataset,
    path,
    accelerated: values.accelerated ?? false,
    waitSeconds,
    ...(gateway === undefined ? {} : { gateway }),
    ...(region === undefined ? {} : { region }),
  };
}

/** A host of API Gateway's own names its region. */
const regionOf = (gateway = ''): string | undefined => /\.execute-api\.([\w-]+)\.amazonaws\.com/.exec(gateway)?.[1];
