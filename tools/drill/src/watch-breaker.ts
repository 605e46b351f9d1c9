import { setTimeout as sleep } from 'node:timers/promises';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import type { RegionClient } from '@pipeline/local-cloud';
import { TRIAL_CONCURRENCY } from '@pipeline/runtime-contract';

/** As anybody sees it from outside: the mapping of the ingest queue. */
export interface BreakerSeen {
  readonly state: string;
  /** Invocations at once, where bounded. */
  readonly maximum?: number;
}

/** The concurrency of a trial is the breaker's mark. */
const isHeld = ({ maximum }: BreakerSeen): boolean => maximum === TRIAL_CONCURRENCY;

export const isClosed = (seen: BreakerSeen): boolean => seen.state === 'Enabled' && !isHeld(seen);
export const isOpen = (seen: BreakerSeen): boolean => seen.state === 'Disabled' && isHeld(seen);

/** What a change of the breaker is called in a timeline. */
export function nameOf(seen: BreakerSeen): string {
  if (isClosed(seen)) return 'closed';
  if (isOpen(seen)) return 'open';
  return seen.state === 'Enabled' ? `half-open, ${TRIAL_CONCURRENCY} invocations at once` : seen.state;
}

export interface BreakerWatch {
  /** What was seen last; undefined where the region does not answer. */
  now(): BreakerSeen | undefined;
  /** Ticks of the region's sentinel that have ended. */
  ticks(): Promise<number>;
  stop(): Promise<void>;
}

const LOOK_MS = 50;

/** Looks at a region's mapping all the time. @param changed told of each state that it is in, transitions left out */
export function watchBreaker(client: RegionClient, changed: (seen: BreakerSeen) => void): BreakerWatch {
  const { region, endpoint, queue } = client.address;
  const lambda = new LambdaClient({
    region,
    endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const look = async (): Promise<BreakerSeen | undefined> => {
    const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
    const mapping = EventSourceMappings.find(({ EventSourceArn }) => EventSourceArn?.endsWith(`:${queue}`));
    const { State: state, ScalingConfig } = mapping ?? {};
    if (state === undefined) throw new Error(`No mapping of ${region} polls ${queue}.`);
    const maximum = ScalingConfig?.MaximumConcurrency;
    return { state, ...(maximum === undefined ? {} : { maximum }) };
  };
  let seen: BreakerSeen | undefined;
  let told = '';
  let stopped = false;
  const run = async () => {
    while (!stopped) {
      // A region that is gone has no breaker.
      seen = await look().catch(() => undefined);
      const name = seen === undefined ? '' : nameOf(seen);
      if (seen !== undefined && (seen.state === 'Enabled' || seen.state === 'Disabled') && name !== told) {
        told = name;
        changed(seen);
      }
      await sleep(LOOK_MS);
    }
  };
  const running = run();
  return {
    now: () => seen,
    async ticks() {
      const minutes = await client.metrics('BreakerOpen');
      return minutes.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
    },
    async stop() {
      stopped = true;
      await running;
      lambda.destroy();
    },
  };
}
