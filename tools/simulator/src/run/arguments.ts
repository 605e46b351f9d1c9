import { parseArgs } from 'node:util';
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

export const USAGE = `npm run sim -- [--seed N | --from N --seeds M] [--faults F1,F9 | --faults none] [--share P] [--rate P] [--rows N] [--json]
npm run sim:same-table, sim:storm, sim:mutants [-- --only TEXT], sim:crash-points`;

const COMMANDS: readonly Arguments['command'][] = ['seeds', 'same-table', 'storm', 'mutants', 'crash-points'];

/** Seeds that a command runs when it is not told. */
const USUAL: Record<Arguments['command'], number> = {
  seeds: 10_000,
  'same-table': 1_000,
  storm: 20,
  mutants: 200,
  'crash-points': 20_000,
};

/** @throws Error in words for whoever typed it */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      from: { type: 'string', default: '1' },
      seeds: { type: 'string' },
      rows: { type: 'string' },
      faults: { type: 'string' },
      share: { type: 'string' },
      rate: { type: 'string' },
      json: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  const command = COMMANDS.find((name) => name === (positionals[0] ?? 'seeds'));
  if (command === undefined) throw new Error(`There is no "${positionals[0]}".\n${USAGE}`);
  const whole = (name: string, text: string): number => {
    const value = Number(text.replaceAll('_', ''));
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number from 1, not "${text}".`);
    return value;
  };
  const probability = (name: string, text: string): number => {
    const value = Number(text);
    if (!(value >= 0 && value <= 1)) throw new Error(`--${name} takes a probability from 0 to 1, not "${text}".`);
    return value;
  };
  const faults = readFaults(values.faults);
  return {
    command,
    from: whole('seed', values.seed ?? values.from),
    seeds: values.seed === undefined ? whole('seeds', values.seeds ?? String(USUAL[command])) : 1,
    rows: whole('rows', values.rows ?? String(command === 'storm' ? 2_000 : 200)),
    faults: faults ?? injectable,
    // Faults that were named take part in every seed.
    share: probability('share', values.share ?? (faults === undefined ? '0.4' : '1')),
    json: values.json,
    ...(values.rate === undefined ? {} : { rate: probability('rate', values.rate) }),
    ...(values.only === undefined ? {} : { only: values.only }),
  };
}

function readFaults(text: string | undefined): readonly FaultId[] | undefined {
  if (text === undefined) return undefined;
  if (text === 'none') return [];
  return text.split(',').map((name) => {
    const id = faultIds.find((known) => known === name.trim().toUpperCase());
    if (id === undefined)
      throw new Error(`There is no fault class "${name}"; they are F1 to F45 (docs/reliability.md).`);
    if (!injectable.includes(id))
      throw new Error(`${id} can't be injected yet; docs/reliability.md says what it waits for.`);
    return id;
  });
}
