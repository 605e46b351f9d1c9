import { setTimeout as sleep } from 'node:timers/promises';
import { LambdaClient, ListEventSourceMappingsCommand, ListTagsCommand } from '@aws-sdk/client-lambda';
import type { RegionClient } from '@pipeline/local-cloud';

/** As anybody sees it from outside: the mapping of the ingest queue, and the breaker's mark on it. */
export interface BreakerSeen {
  readonly state: string;
  readonly mark?: string;
  /** Invocations at once, where bounded. */
  readonly maximum?: number;
}

export const isClosed = ({ state, mark }: BreakerSeen): boolean => state === 'Enabled' && mark === undefined;
export const isOpen = ({ state, mark }: BreakerSeen): boolean => state === 'Disabled' && mark !== undefined;

/** What a change of the breaker is called in a timeline. */
export function nameOf(seen: BreakerSeen): string {
  if (isClosed(seen)) return 'closed';
  if (isOpen(seen)) return 'open';
  if (seen.state !== 'Enabled') return seen.state;
  // The mark comes before the mapping is disabled, and goes after it has its concurrency back.
  return seen.maximum === TRIAL ? `half-open, ${TRIAL} invocations at once` : 'marked';
}

export interface BreakerWatch {
  /** What was seen last; undefined where the region does not answer. */
  now(): BreakerSeen | undefined;
  /** Ticks of the region's sentinel that have ended. */
  ticks(): Promise<number>;
  stop(): Promise<void>;
}

const LOOK_MS = 50;
/** Invocations at once of a half-open breaker: the least that Lambda takes. */
const TRIAL = 2;

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
    const { State: state, EventSourceMappingArn: Resource, ScalingConfig } = mapping ?? {};
    if (state === undefined || Resource === undefined) throw new Error(`No mapping of ${region} polls ${queue}.`);
    const { Tags: { breaker: mark } = {} } = await lambda.send(new ListTagsCommand({ Resource }));
    const maximum = ScalingConfig?.MaximumConcurrency;
    return { state, ...(mark === undefined ? {} : { mark }), ...(maximum === undefined ? {} : { maximum }) };
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
