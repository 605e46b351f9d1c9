import { flag, options, probability, text, UsageError, wholeNumber } from '@pipeline/command-line';
import { type FaultId, faultIds, injectable } from '../nemesis/fault-classes';

export interface Arguments {
  readonly command: 'seeds' | 'same-table' | 'storm' | 'mutants' | 'crash-points';
  readonly from: number;
  readonly seeds: number;
  readonly rows: number;
  readonly faults: readonly FaultId[];
  /** Probability that a fault class takes part in a seed. */
  readonly share: number;
  readonly rate?: number;
  readonly json: boolean;
  readonly only?: string;
}

export const HELP = `npm run sim -- [options]: seeds of the real functions in a world that fails; nothing may be lost.

  --seed N       one seed, with the end of its history where it fails
  --from N       the first seed (1)
  --seeds M      how many (10000)
  --faults LIST  only these, such as F1,F9, or none; docs/reliability.md lists them (all)
  --share P      probability that a fault class takes part in a seed (0.4; 1 where they are named)
  --rate P       probability of a fault of one call (the seed's choice)
  --rows N       of a seed, about (200)
  --json         the figures as one line
  --help

npm run sim:same-table     more rows: the table must be that of a run without faults (--seeds, --rows, --rate)
npm run sim:storm          ten minutes of throttling: no file in the dead letters, few calls (--seeds, --rows)
npm run sim:mutants        plants bugs in the functions, each must be found (--only TEXT, --seeds)
npm run sim:crash-points   kills at every await of a file, and at pairs of them (--seeds: how many schedules)

The last line is the verdict. Exits with 0 when it holds, with 2 when it does not, with 1 when it could not run.
`;

const COMMANDS: readonly Arguments['command'][] = ['seeds', 'same-table', 'storm', 'mutants', 'crash-points'];

/** Seeds that a command runs when it is not told. */
const USUAL: Record<Arguments['command'], number> = {
  seeds: 10_000,
  'same-table': 1_000,
  storm: 20,
  mutants: 200,
  'crash-points': 20_000,
};

/** @throws UsageError */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = options(
    argv,
    {
      ...{ seed: text, from: text, seeds: text, rows: text, faults: text, share: text, rate: text, only: text },
      json: flag,
    },
    { words: true },
  );
  const [name = 'seeds', ...more] = positionals;
  const command = COMMANDS.find((one) => one === name);
  if (command === undefined || more.length > 0) {
    throw new UsageError(`There is no "${positionals.join(' ')}". --help lists what there is.`);
  }
  const faults = readFaults(values.faults);
  return {
    command,
    from: wholeNumber('seed', values.seed ?? values.from ?? '1'),
    seeds: values.seed === undefined ? wholeNumber('seeds', values.seeds ?? String(USUAL[command])) : 1,
    rows: wholeNumber('rows', values.rows ?? String(command === 'storm' ? 2_000 : 200)),
    faults: faults ?? injectable,
    // Faults that were named take part in every seed.
    share: probability('share', values.share ?? (faults === undefined ? '0.4' : '1')),
    json: values.json ?? false,
    ...(values.rate === undefined ? {} : { rate: probability('rate', values.rate) }),
    ...(values.only === undefined ? {} : { only: values.only }),
  };
}

function readFaults(typed: string | undefined): readonly FaultId[] | undefined {
  if (typed === undefined) return undefined;
  if (typed === 'none') return [];
  return typed.split(',').map((name) => {
    const id = faultIds.find((known) => known === name.trim().toUpperCase());
    if (id === undefined)
      throw new UsageError(
        `There is no fault class "${name}"; they are ${faultIds[0]} to ${faultIds.at(-1)} (docs/reliability.md).`,
      );
    if (!injectable.includes(id))
      throw new UsageError(`${id} can't be injected yet; docs/reliability.md says what it waits for.`);
    return id;
  });
}
