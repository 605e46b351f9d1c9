import { flag, oneOf, options, text, wholeNumber } from '@pipeline/command-line';
import { type Outage, OUTAGES } from './outage';

export const HELP = `npm run drill -- [options]: the primary is taken away in the middle of a file, while files keep coming.

Both regions run on this machine. A client asks DNS which region takes files, and sends them by that region's gateway.

  --at PERCENT     of the rows of the file in its middle (50)
  --lag SECONDS    of replication (0)
  --outage WHAT    region, table, bucket or queue of the primary, or brown-out: nine in ten accesses of its table are
                   throttled (region, which is SIGKILL)
  --all            every outage at 1, 25, 50, 75 and 99 %, with a lag of 0, 1 and 30 s; what is named is not varied
  --files N        how many are sent (5)
  --rows N         of each (4000)
  --seed N         what their rows hold (1)
  --minute MS      how long a minute of schedules, alarms, health checks and DNS lasts (2000)
  --port N         of the primary; others follow (4780)
  --json           a report a line
  --help

The last line is the verdict. Exits with 0 when it holds, with 2 when it does not, with 1 when it could not run.
`;

/** One drill. */
export interface DrillArguments {
  readonly atPercent: number;
  readonly lagSeconds: number;
  readonly outage: Outage;
  readonly files: number;
  readonly rows: number;
  readonly seed: number;
  readonly minuteMs: number;
  readonly port: number;
}

export interface Asked {
  /** One, or with --all those of the matrix that are not narrowed away. */
  readonly drills: readonly DrillArguments[];
  readonly all: boolean;
  readonly json: boolean;
}

/** What --all runs: each outage at each of these points of the file, with each of these lags. */
const MATRIX = { at: [1, 25, 50, 75, 99], lag: [0, 1, 30] } as const;

const NUMBERS = {
  at: [50, 1, 99],
  lag: [0, 0, 300],
  files: [5, 3, 100],
  rows: [4_000, 100, 100_000],
  seed: [1, 0, 2 ** 31],
  minute: [2_000, 500, 60_000],
  port: [4_780, 1, 65_000],
} as const;

/** @throws UsageError */
export function parseDrillArguments(argv: readonly string[]): Asked {
  const { values } = options(argv, {
    ...{ at: text, lag: text, outage: text, files: text, rows: text, seed: text, minute: text, port: text },
    ...{ all: flag, json: flag },
  });
  const number = (option: keyof typeof NUMBERS): number => {
    const [absent, least, most] = NUMBERS[option];
    return wholeNumber(option, values[option] ?? String(absent), least, most);
  };
  const outage = oneOf('outage', values.outage ?? 'region', OUTAGES);
  const all = values.all ?? false;
  const drill: DrillArguments = {
    atPercent: number('at'),
    lagSeconds: number('lag'),
    outage,
    files: number('files'),
    rows: number('rows'),
    seed: number('seed'),
    minuteMs: number('minute'),
    port: number('port'),
  };
  const varied = <Value>(option: 'at' | 'lag' | 'outage', one: Value, every: readonly Value[]): readonly Value[] =>
    all && values[option] === undefined ? every : [one];
  const drills = varied('lag', drill.lagSeconds, MATRIX.lag).flatMap((lagSeconds) =>
    varied('at', drill.atPercent, MATRIX.at).flatMap((atPercent) =>
      varied('outage', outage, OUTAGES).map((each) => ({ ...drill, lagSeconds, atPercent, outage: each })),
    ),
  );
  return { drills, all, json: values.json ?? false };
}
