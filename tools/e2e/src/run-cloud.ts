import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from '@pipeline/audit-trail';
import {
  compareTables,
  deliver,
  readTrail,
  type RegionClient,
  settled,
  startCloud,
  type TableComparison,
  type TableItem,
} from '@pipeline/local-cloud';
import type { Receipt } from '@pipeline/record-schema';
import { freePort } from './free-port';

const WORKSPACE = join(__dirname, '..', '..', '..');

export type RegionName = 'us-east-1' | 'us-west-2';
export const REGIONS: readonly RegionName[] = ['us-east-1', 'us-west-2'];

export interface FileToLoad {
  readonly region: RegionName;
  readonly dataset: string;
  readonly path: string;
}

/** Both regions as `npm start` runs them, for a spec that disturbs them while they work. */
export interface CloudUnderTest {
  /** An empty folder for the spec's files. */
  readonly folder: string;
  region(name: RegionName): RegionClient;
  /** Delivers files side by side. @returns their receipts, in the same order, when all are terminal */
  load(...files: readonly FileToLoad[]): Promise<readonly Receipt[]>;
  /** Cuts the line between the regions, or mends it. */
  partition(partitioned: boolean): Promise<void>;
  /** Ends a region's process as a power cut would. */
  kill(name: RegionName): void;
  /** Lets a region's process stand still, and go on. */
  pause(name: RegionName): void;
  resume(name: RegionName): void;
  /** Regions that died and were started again, in their order. */
  readonly restarted: readonly string[];
  /** Rows that a region's functions put into its table since its process started. */
  taken(name: RegionName): number;
  /** When both have done everything and have confirmed each other's changes: how their tables differ. */
  comparison(): Promise<TableComparison>;
  items(name: RegionName): Promise<readonly TableItem[]>;
  /** The entries of a region's audit trail, each identity once. */
  trail(name: RegionName): Promise<readonly Entry[]>;
  stop(): Promise<void>;
}

/** How two tables that are the same differ. */
export const SAME: TableComparison = { onlyLeft: 0, onlyRight: 0, changed: 0 };

/** @param assemblyDir the templates and what they refer to; those that were synthesised, where it is absent */
export async function startCloudUnderTest(assemblyDir = join(WORKSPACE, 'cdk.out')): Promise<CloudUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'cloud-e2e-'));
  const restarted: string[] = [];
  const taken = new Map<string, number>();
  const cloud = await startCloud(
    {
      assemblyDir,
      script: join(WORKSPACE, 'dist/tools/local-cloud/region.js'),
      data: join(folder, 'data'),
      port: await freePort(),
      lagMs: 0,
      progress: true,
    },
    {
      message(name, message) {
        if (message.type !== 'settled') return;
        taken.set(
          name,
          Object.values(message.rows).reduce((sum, rows) => sum + rows, 0),
        );
      },
      restarted: (name) => void restarted.push(name),
    },
  );
  const region = (name: RegionName) => cloud.region(name);
  const signal = (name: RegionName, what: NodeJS.Signals) => {
    const pid = cloud.pid(name);
    if (pid === undefined) throw new Error(`${name} does not run.`);
    process.kill(pid, what);
  };
  return {
    folder,
    region,
    restarted,
    async load(...files) {
      const receipts = files.map(async (file) => {
        const key = `incoming/${file.dataset}/${basename(file.path)}`;
        const found: Receipt[] = [];
        await deliver([{ ...file, key, client: region(file.region) }], {
          uploaded: () => undefined,
          ended: (_, receipt) => void found.push(receipt),
          waiting: () => undefined,
        });
        return found;
      });
      return (await Promise.race([Promise.all(receipts), cloud.failed])).flat();
    },
    partition: (partitioned) => region('us-east-1').disturb({ lagMs: 0, partitioned }),
    kill: (name) => signal(name, 'SIGKILL'),
    pause: (name) => signal(name, 'SIGSTOP'),
    resume: (name) => signal(name, 'SIGCONT'),
    taken: (name) => taken.get(name) ?? 0,
    async comparison() {
      await settled(cloud.regions);
      const [left, right] = cloud.regions;
      return compareTables(left.items(), right.items());
    },
    async items(name) {
      const items: TableItem[] = [];
      for await (const item of region(name).items()) items.push(item);
      return items;
    },
    async trail(name) {
      const entries: Entry[] = [];
      for await (const entry of readTrail(region(name))) entries.push(entry);
      return entries;
    },
    async stop() {
      await cloud.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Looks again and again until it holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20);
}
