import type { Cloud } from '@pipeline/local-cloud';

/** What can be taken away from the primary; in a brown-out its table answers, but hardly ever with what was asked for. */
export const OUTAGES = ['region', 'table', 'bucket', 'queue', 'brown-out'] as const;
export type Outage = (typeof OUTAGES)[number];

/** Of the table's accesses that are throttled in a brown-out: one in ten gets through. */
const BROWNED_OUT = 0.9;

/** @throws Error when the region refuses */
export const takeAway = (cloud: Cloud, region: string, outage: Outage): Promise<void> => {
  if (outage === 'region') return cloud.kill(region);
  if (outage === 'brown-out') return throttle(cloud, region, BROWNED_OUT);
  return ask(cloud, region, 'outage', { [outage]: 'refuse' });
};

/** @throws Error when the region refuses */
export const bringBack = (cloud: Cloud, region: string, outage: Outage): Promise<void> => {
  if (outage === 'region') return cloud.revive(region);
  if (outage === 'brown-out') return throttle(cloud, region, 0);
  return ask(cloud, region, 'outage', { [outage]: 'none' });
};

/** What a timeline says is gone, and back. */
export const subjectOf = (outage: Outage, region: string): string => {
  if (outage === 'region') return region;
  return outage === 'brown-out' ? `most of the table of ${region}` : `the ${outage} of ${region}`;
};

/** Whether the breaker has to hold the processor back meanwhile: nobody is there to do so in a region that is gone. */
export const opensBreaker = (outage: Outage): boolean => outage === 'table' || outage === 'brown-out';

const throttle = (cloud: Cloud, region: string, share: number): Promise<void> =>
  ask(cloud, region, `throttle/${cloud.region(region).address.table}`, { share });

async function ask(cloud: Cloud, region: string, path: string, settings: object): Promise<void> {
  const url = `${cloud.region(region).address.endpoint}/_local/${path}`;
  const response = await fetch(url, { method: 'PUT', body: JSON.stringify(settings) });
  if (!response.ok) throw new Error(`${url} refuses the outage: ${await response.text()}`);
}
