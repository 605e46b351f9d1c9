import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { flag, options, text, UsageError, wholeNumber } from '@pipeline/command-line';
import { datasets } from '@pipeline/record-schema';
import { INCOMING_PREFIX } from '@pipeline/runtime-contract';
import { LONGEST_MINUTE_MS, REAL_MINUTE_MS, SHORTEST_MINUTE_MS } from '../time/minute';
import { defaultDeliveries, type Delivery, sampleDelivery } from './samples';

/** What somebody who starts the local cloud asks for. */
export interface StartArguments {
  readonly exit: boolean;
  readonly json: boolean;
  /** Folder for the dump, absolute. */
  readonly dump?: string;
  /** Port of the primary region's endpoint; the standby has the next one. */
  readonly port: number;
  /** Folder of a cloud that is kept, absolute; without it a run that ends by itself leaves nothing. */
  readonly data?: string;
  readonly fresh: boolean;
  /** How long a change waits before the other region gets it, in milliseconds. */
  readonly lagMs: number;
  /** How long a minute of schedules, alarms and health checks lasts, in milliseconds. */
  readonly minuteMs: number;
  /** Node.js binary that runs the functions, absolute; by default the one that runs this. */
  readonly node?: string;
  readonly deliveries: readonly Delivery[];
}

export const DEFAULT_PORT = 4600;

export const HELP = `npm start -- [options] [dataset=path | dataset@region=path | sample ...]

Builds and synthesises what changed, runs the templates of both regions on this machine, delivers the files and shows
their receipts. Files go to the primary region, or to the one that is named behind an @.
Without files the samples are delivered; a sample's name alone (${[...datasets.keys()].join(', ')}) delivers that one.

  --exit          leave when every file is accounted for: 0 all completed, 2 a file failed, 1 the tool itself did
  --json          one receipt a line on standard output, and nothing else there (npm start --silent -- --json …)
  --dump DIR      write DIR/<region>/items.ndjson, in the format of DynamoDB's export to S3, and compare the regions;
                  write DIR/<region>/audit.ndjson, the entries of the audit trail
  --region NAME   deliver to this region
  --lag MS        what one region writes reaches the other so much later
  --minute MS     a minute of schedules, alarms and health checks lasts so long (default 60000): a rehearsal takes seconds
  --port N        the primary's port (default ${DEFAULT_PORT}); the standby has the next one
  --data DIR      keep the cloud's data in DIR and go on with what is there
  --fresh         forget what a run that was killed left behind
  --node PATH     run the functions under another Node.js, as the runtime that they will have
  --none          deliver nothing, only run
`;

/** @throws UsageError naming what is wrong and what to do. */
export function parseStartArguments(argv: readonly string[]): StartArguments {
  const { values, positionals } = options(
    argv,
    {
      ...{ exit: flag, json: flag, fresh: flag, none: flag },
      ...{ dump: text, region: text, lag: text, minute: text, port: text, data: text, node: text },
    },
    { words: true },
  );
  const deliveries = positionals.length > 0 ? positionals.map(deliveryOf) : defaultDeliveries();
  const { region } = values;
  return {
    exit: values.exit ?? false,
    json: values.json ?? false,
    ...(values.dump === undefined ? {} : { dump: resolve(values.dump) }),
    port: wholeNumber('port', values.port ?? String(DEFAULT_PORT), 1, 65_000),
    lagMs: wholeNumber('lag', values.lag ?? '0', 0, LONGEST_LAG_MS),
    minuteMs: wholeNumber('minute', values.minute ?? String(REAL_MINUTE_MS), SHORTEST_MINUTE_MS, LONGEST_MINUTE_MS),
    ...(values.data === undefined ? {} : { data: resolve(values.data) }),
    fresh: values.fresh ?? false,
    ...(values.node === undefined ? {} : { node: existing(values.node) }),
    deliveries: values.none
      ? []
      : deliveries.map((delivery) => (region === undefined ? delivery : { region, ...delivery })),
  };
}

/** An hour, in milliseconds. */
const LONGEST_LAG_MS = 3_600_000;

function deliveryOf(argument: string): Delivery {
  const known = [...datasets.keys()].join(', ');
  const equals = argument.indexOf('=');
  const [name = '', region] = (equals < 0 ? argument : argument.slice(0, equals)).split('@');
  const dataset = datasets.get(name);
  if (!dataset) {
    throw new UsageError(`There is no dataset "${name}". The datasets are ${known}; write dataset=path.`);
  }
  const to = region === undefined ? {} : { region };
  if (equals < 0) return { ...sampleDelivery(name, dataset.sample), ...to };
  const path = existing(argument.slice(equals + 1));
  const key = `${INCOMING_PREFIX}${name}/${basename(path)}`;
  // Rules of a bucket's notification are particular about case.
  if (!dataset.suffixes.some((suffix) => key.endsWith(suffix))) {
    throw new UsageError(
      `${basename(path)} has none of the suffixes of "${name}" (${dataset.suffixes.join(', ')}). Rename the file or choose its dataset.`,
    );
  }
  return { dataset: name, key, source: { path }, ...to };
}

function existing(file: string): string {
  const path = resolve(file);
  if (!existsSync(path) || !statSync(path).isFile()) {
    throw new UsageError(`There is no file ${path}. Check the path; it is read from ${process.cwd()}.`);
  }
  return path;
}
