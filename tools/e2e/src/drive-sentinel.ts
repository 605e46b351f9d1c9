import { type CloudUnderTest, type RegionName, REGIONS, until } from './run-cloud';

interface Statistics {
  readonly name: string;
  readonly sampleCount: number;
  readonly sum: number;
}

/** What a rule's target said when the rule was fired. */
interface Fired {
  readonly outcome: { readonly kind: string };
}

export interface Announcement {
  readonly subject?: string;
  readonly message: string;
}

export type OutageSettings = Readonly<Partial<Record<'table' | 'bucket' | 'queue', 'refuse' | 'none'>>>;

/** The sentinels of a cloud under test, whose rules a spec fires when it wants them to. */
export interface Sentinels {
  /** What `/_local/…` of a region answers. */
  ask(region: RegionName, path: string, method?: string, body?: object): Promise<unknown>;
  outage(region: RegionName, settings: OutageSettings): Promise<void>;
  /** Fires the rule of the minute, and waits until the function has said what it found, and done what there was to do. */
  tick(region: RegionName, times?: number): Promise<void>;
  /** Fires the rule of the hour, and waits until a walk through the bucket has come to its end. */
  reconcile(region: RegionName): Promise<void>;
  /** A metric of the sentinel since its region's process started. */
  sum(region: RegionName, metric: string): Promise<number>;
  /** What the sentinel has told people, the oldest first. */
  announced(region: RegionName): Promise<readonly Announcement[]>;
}

/** Of a schedule, in milliseconds, while a spec fires the rules: none fires by itself and comes in between. */
const MINUTE_MS = 3_600_000;

export async function driveSentinels(cloud: CloudUnderTest): Promise<Sentinels> {
  const ask: Sentinels['ask'] = async (region, path, method = 'GET', body) => {
    const request = { method, ...(body ? { body: JSON.stringify(body) } : {}) };
    const answer = await fetch(`${cloud.region(region).address.endpoint}/_local/${path}`, request);
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  const total = async (region: RegionName, metric: string, what: 'sampleCount' | 'sum') =>
    ((await ask(region, 'metrics')) as readonly Statistics[])
      .filter(({ name }) => name === metric)
      .reduce((all, minute) => all + minute[what], 0);
  const working = async (region: RegionName) =>
    (await cloud.region(region).status()).functions.some(
      ({ name, inFlight }) => name === 'serverless-sentinel-prod' && inFlight > 0,
    );
  /** Fires a rule, and waits until the function has sent a metric that it sends once, and has come to its end. */
  const fire = async (region: RegionName, rule: string, metric: string) => {
    const before = await total(region, metric, 'sampleCount');
    const fired = (await ask(region, `rules/serverless-sentinel-${rule}-prod`, 'POST')) as readonly Fired[];
    // It would be invoked again after some of those long minutes: nobody waits for that.
    const failed = fired.find(({ outcome }) => outcome.kind === 'error');
    if (failed) throw new Error(`The sentinel of ${region} failed at its ${rule}: ${JSON.stringify(failed.outcome)}`);
    await until(async () => (await total(region, metric, 'sampleCount')) > before && !(await working(region)));
  };
  await ask('us-east-1', 'clock', 'PUT', { minuteMs: MINUTE_MS });
  for (const region of REGIONS) {
    // The other region is told by the one that was asked, a moment later.
    await until(async () => ((await ask(region, 'clock')) as { readonly minuteMs: number }).minuteMs === MINUTE_MS);
    await until(async () => !(await working(region)));
  }
  return {
    ask,
    outage: async (region, settings) => void (await ask(region, 'outage', 'PUT', settings)),
    async tick(region, times = 1) {
      for (let at = 0; at < times; at += 1) await fire(region, 'tick', 'BreakerOpen');
    },
    reconcile: (region) => fire(region, 'reconcile', 'UnmatchedObjects'),
    sum: (region, metric) => total(region, metric, 'sum'),
    announced: async (region) => (await ask(region, 'notifications')) as readonly Announcement[],
  };
}
