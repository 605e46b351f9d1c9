import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compareTables, type RegionClient, settled, startCloud, type TableItem } from '@pipeline/local-cloud';
import type { DrillArguments } from './arguments';
import { ledgerBreaches } from './ledger';
import { makeFiles } from './make-files';
import { bringBack, opensBreaker, subjectOf, takeAway } from './outage';
import { activeRegion, sendFile, type SentFile } from './send-file';
import { type BreakerSeen, type BreakerWatch, isClosed, isOpen, nameOf, watchBreaker } from './watch-breaker';

export interface DrillEvent {
  /** Since the outage began; negative before it. */
  readonly ms: number;
  readonly what: string;
}

export interface DrillReport {
  readonly timeline: readonly DrillEvent[];
  /** From the outage to the health check that turned, to the answer of DNS that moved, and from the return to a table that is whole. */
  readonly detectionMs: number;
  readonly failoverMs: number;
  readonly recoveryMs: number;
  /** Ticks of the primary's sentinel that ended before its breaker was open; none where no breaker has to open. */
  readonly breakerTicks?: number;
  /** In both regions, at the end. */
  readonly deadLetters: number;
  readonly files: number;
  readonly items: number;
  readonly breaches: readonly string[];
}

/** Objects of one second are ordered by their ids: files are sent further apart. */
const APART_MS = 1_100;
const LOOK_MS = 50;
/** The tick that was under way when the table went away may have seen it there; the next one opens the breaker. */
const MOST_TICKS = 2;
/** A rehearsal that gets nowhere ends, in milliseconds. */
const PATIENCE_MS = 300_000;

/** Boots both regions in a folder that is forgotten afterwards, takes the primary away, brings it back, and does the books. */
export async function runDrill(options: DrillArguments, say: (line: string) => void): Promise<DrillReport> {
  // npm runs its scripts where package.json is.
  const workspace = process.cwd();
  const folder = await mkdtemp(join(tmpdir(), 'pipeline-drill-'));
  const events: { at: number; what: string }[] = [];
  const note = (what: string) => {
    events.push({ at: Date.now(), what });
    say(what);
  };
  const rowsOf = new Map<string, number>();
  const turned: { at: number; label: string; healthy: boolean; seenFrom: string }[] = [];
  const cloud = await startCloud(
    {
      assemblyDir: join(workspace, 'cdk.out'),
      script: join(workspace, 'dist/tools/local-cloud/region.js'),
      data: join(folder, 'data'),
      port: options.port,
      lagMs: options.lagSeconds * 1_000,
      minuteMs: options.minuteMs,
      progress: true,
    },
    {
      message(region, message) {
        if (message.type === 'settled')
          rowsOf.set(
            region,
            Object.values(message.rows).reduce((sum, rows) => sum + rows, 0),
          );
      },
      restarted: (region, how) => note(`${region} died by itself (${how})`),
      health(seenFrom, { label, healthy }) {
        turned.push({ at: Date.now(), label, healthy, seenFrom });
        note(`${healthy ? 'healthy' : 'unhealthy'}: ${label}`);
      },
    },
  );
  const [primary, standby] = cloud.regions.map(({ address }) => address.region) as [string, string];
  const breaker = watchBreaker(cloud.region(primary), (seen) => note(`the breaker of ${primary} is ${nameOf(seen)}`));
  try {
    const { made, winds } = await makeFiles(folder, options);
    for (const { address } of cloud.regions) await until(() => seesBothRegions(address.endpoint));
    note(`${primary} takes files, says DNS in ${standby}`);

    const settledRows = () => [...rowsOf.values()].reduce((sum, rows) => sum + rows, 0);
    const sent: (SentFile & { rows: number })[] = [];
    const send = async (index: number) => {
      const { path, rows } = made[index] as (typeof made)[number];
      const file = await sendFile(cloud, path, standby, PATIENCE_MS);
      sent.push({ ...file, rows });
      note(
        `file ${index + 1} of ${made.length} went to ${file.region}${file.tries > 1 ? ` at try ${file.tries}` : ''}`,
      );
      await sleep(APART_MS);
    };
    const middle = Math.floor(made.length / 2);
    for (let index = 0; index < middle; index += 1) await send(index);
    // On a busy machine health checks may have turned for a moment: an earlier file may be anywhere, the one in the middle may not.
    const before = middle * options.rows;
    await until(() => settledRows() >= before);
    await until(async () => (await activeRegion(cloud, standby)) === primary);
    const half = send(middle);
    await until(() => settledRows() >= before + Math.ceil((options.rows * options.atPercent) / 100));
    const ticked = await breaker.ticks();
    const begun = Date.now();
    await takeAway(cloud, primary, options.outage);
    note(`${subjectOf(options.outage, primary)} is gone, after ${settledRows() - before} rows of file ${middle + 1}`);
    const opened = opensBreaker(options.outage)
      ? until(() => isSeen(breaker, isOpen)).then(async () => (await breaker.ticks()) - ticked)
      : undefined;
    await half;
    const moving = until(async () => (await activeRegion(cloud, standby)) === standby).then(() => {
      note(`DNS answers ${standby}`);
      return Date.now();
    });
    for (let index = middle + 1; index < made.length - 1; index += 1) await send(index);
    const moved = await moving;
    await send(made.length - 1);

    const breakerTicks = await opened;

    const back = Date.now();
    await bringBack(cloud, primary, options.outage);
    note(`${subjectOf(options.outage, primary)} is back`);
    await until(async () => (await activeRegion(cloud, standby)) === primary);
    note(`DNS answers ${primary}`);
    await until(() => isSeen(breaker, isClosed));
    await settled(cloud.regions);
    const whole = Date.now();
    note('both regions have done everything');

    const [left, right] = cloud.regions;
    const items: TableItem[] = [];
    for await (const item of left.items()) items.push(item);
    const { first } = await compareTables(left.items(), right.items());
    const deadLetters = (await Promise.all(cloud.regions.map(deadLettersOf))).reduce((sum, count) => sum + count, 0);
    const detected = turned.find(
      ({ at, healthy, label, seenFrom }) =>
        at >= begun && !healthy && seenFrom === standby && label.includes(primaryCheck(primary)),
    );
    return {
      timeline: events.map(({ at, what }) => ({ ms: at - begun, what })),
      detectionMs: (detected?.at ?? moved) - begun,
      failoverMs: moved - begun,
      recoveryMs: whole - back,
      ...(breakerTicks === undefined ? {} : { breakerTicks }),
      deadLetters,
      files: sent.length,
      items: items.length,
      breaches: [
        ...(breakerTicks !== undefined && breakerTicks > MOST_TICKS
          ? [`The breaker was open after ${breakerTicks} ticks of the sentinel, not within ${MOST_TICKS}.`]
          : []),
        ...(deadLetters > 0 ? [`${deadLetters} messages are dead letters, and none should be.`] : []),
        ...(first === undefined ? [] : [`The regions differ; the first is ${first}.`]),
        ...ledgerBreaches(sent, items, winds),
      ],
    };
  } finally {
    await breaker.stop();
    await cloud.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether the sentinel of a region has found both regions there for as long as its alarms look back. */
async function seesBothRegions(endpoint: string): Promise<boolean> {
  const response = await fetch(`${endpoint}/_local/alarms`);
  const alarms = (await response.json()) as readonly { readonly name: string; readonly state: string }[];
  const availability = alarms.filter(({ name }) => name.includes('region-availability'));
  return availability.length > 0 && availability.every(({ state }) => state === 'OK');
}

const isSeen = (breaker: BreakerWatch, holds: (seen: BreakerSeen) => boolean): boolean => {
  const seen = breaker.now();
  return seen !== undefined && holds(seen);
};

/** A region has two queues: the one that the processor works off, and that of its dead letters. */
async function deadLettersOf(client: RegionClient): Promise<number> {
  const { queues } = await client.status();
  return queues
    .filter(({ name }) => name !== client.address.queue)
    .reduce((sum, { visible, inFlight, delayed }) => sum + visible + inFlight + delayed, 0);
}

/** Part of the path of the check that is calculated for a region. */
const primaryCheck = (region: string): string => `Region-${region}`;

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Nothing has moved for ${PATIENCE_MS / 1_000} s: the drill is given up.`);
    await sleep(LOOK_MS);
  }
}
