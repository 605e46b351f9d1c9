import { type Ports, Refused } from './ports';

/** What became of one probe. A refusal is an answer: the service is there, and the sentinel's role is wrong. */
export type Verdict = 'answers' | 'silent' | 'refused';

export interface RegionProbe {
  readonly region: string;
  readonly table: Verdict;
  readonly bucket: Verdict;
  readonly queue: Verdict;
}

export const isAvailable = ({ table, bucket, queue }: RegionProbe): boolean =>
  [table, bucket, queue].every((verdict) => verdict !== 'silent');

/** Tries of one probe, and the time between their starts: what lasts shorter is no outage. */
const TRIES = 3;
const SPACING_MS = 700;

/** Most of the tries decide, so that one slow answer is no outage, and one lucky one in a brown-out no recovery. */
const MAJORITY = 2;

/** Probes table, bucket and queue of a region at once; it takes as long as the last try and its deadline, whatever hangs. */
export async function probeRegion(region: string, ports: Ports, now: number): Promise<RegionProbe> {
  const { heartbeats, buckets, queues } = ports;
  const [table, bucket, queue] = await Promise.all([
    probe(`the table in ${region}`, ports, async () => {
      await heartbeats.write(region, now);
      await heartbeats.read(region);
    }),
    probe(`the bucket of ${region}`, ports, () => buckets.probe(region)),
    probe(`the ingest queue of ${region}`, ports, () => queues.depth(region)),
  ]);
  return { region, table, bucket, queue };
}

async function probe(what: string, ports: Ports, call: () => Promise<unknown>): Promise<Verdict> {
  const verdicts = await Promise.all(
    Array.from({ length: TRIES }, async (_, index) => {
      await ports.clock.sleep(index * SPACING_MS);
      return attempt(what, ports, call);
    }),
  );
  if (verdicts.includes('refused')) return 'refused';
  return verdicts.filter((verdict) => verdict === 'answers').length >= MAJORITY ? 'answers' : 'silent';
}

async function attempt(
  what: string,
  { clock, environment, log }: Ports,
  call: () => Promise<unknown>,
): Promise<Verdict> {
  const deadline = environment.PROBE_TIMEOUT_MS;
  try {
    const answered = await Promise.race([call().then(() => true), clock.sleep(deadline).then(() => false)]);
    if (answered) return 'answers';
    log.warn(`${what} did not answer within ${deadline} ms.`);
    return 'silent';
  } catch (error) {
    if (error instanceof Refused) {
      log.error(`${what} refuses the sentinel: ${error.message} Correct its role, or the policy of the resource.`);
      return 'refused';
    }
    log.warn(`${what} failed: ${error instanceof Error ? error.message : String(error)}`);
    return 'silent';
  }
}
