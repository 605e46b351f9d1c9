import type { Random } from '../engine/random';
import type { Call, Nemesis } from '../nemesis/nemesis';

const MINUTE = 60_000;

/** Of the histories that may have an outage: their ticks cost more than all else in them. */
const SHARE = 0.3;

/** What of a lost region does not answer while its functions are gone: with its bucket, or without. */
const LOSSES: readonly (readonly Call['service'][])[] = [
  ['sqs'],
  ['table'],
  ['table', 'sqs'],
  ['table', 'sqs', 's3'],
  ['table', 'sqs', 's3'],
];

interface Span {
  readonly region: string;
  /** Virtual milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** What of a history's regions is out, and when. */
export interface Outages {
  /** When the last of them is over; 0 where nothing is ever out. */
  readonly until: number;
  /** The region's functions are gone. `whole`: nothing of it answers. */
  readonly loss?: Span & { readonly whole: boolean };
  /** The region's table answers nobody. */
  readonly dead?: Span;
  /** Somebody disables the region's mapping by hand. */
  readonly operated?: Span;
}

/** Draws a history's outages, and tells the nemesis which services are silent in them. */
export function drawOutages(regions: readonly string[], random: Random, nemesis: Nemesis): Outages {
  const [first = '', ...others] = regions;
  let outages: Outages = { until: 0 };
  if (nemesis.has('F41') && random.chance(SHARE)) {
    const region = random.pick([first, ...others]);
    const from = random.between(0, 5_000);
    const to = from + random.between(2 * MINUTE, 8 * MINUTE);
    nemesis.silence({ id: 'F41', service: 'table', region, from, to });
    const taken = to + random.between(3 * MINUTE, 7 * MINUTE);
    const operated = { region, from: taken, to: taken + random.between(MINUTE, 10 * MINUTE) };
    outages = { until: to, dead: { region, from, to }, ...(random.chance(0.5) ? { operated } : {}) };
  }
  if (nemesis.has('F42') && random.chance(SHARE)) {
    // Where most files are. Its bucket keeps what producers put there.
    const silent = random.pick(LOSSES);
    const from = random.between(0, 6_000);
    const to = from + random.between(5 * MINUTE, 14 * MINUTE);
    for (const service of silent) nemesis.silence({ id: 'F42', service, region: first, from, to });
    const loss = { region: first, from, to, whole: silent.includes('s3') };
    outages = { ...outages, until: Math.max(outages.until, to), loss };
  }
  return outages;
}
