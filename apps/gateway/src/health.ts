import type { AnswerOf } from './codecs/answers';
import type { Ports, Probe, Probes } from './ports';

export type Health = AnswerOf<'Health'>;
type Check = Health['checks']['table'];

/** Longer than the slowest of calls that a healthy service answers, shorter than any health check waits, in milliseconds. */
const PROBE_MS = 2_000;
/** Health checks come from many places at once: they share one answer for so long, in milliseconds. */
const SERVES_MS = 5_000;

const WHERE_TO_LOOK = { table: 'DynamoDB', bucket: 'S3', queue: 'SQS' } as const;

/**
 * Asks table, bucket and queue by the way that files take, side by side, none longer than its deadline. Whoever asks
 * while an answer is made, or is fresh, gets that one: a flood of health checks costs the services nothing.
 */
export function createHealth({ probes, clock, environment, log }: Ports): () => Promise<Health> {
  let latest: { readonly at: number; readonly health: Promise<Health> } | undefined;

  const ask = async (name: keyof Probes): Promise<Check> => {
    const started = clock.now();
    const reason = await failureOf(probes[name], (error) => log.warn(`The probe of the ${name} failed`, { error }));
    const ms = Math.max(0, Math.round(clock.now() - started));
    return reason === undefined ? { ok: true, ms } : { ok: false, ms, reason: `${WHERE_TO_LOOK[name]} ${reason}` };
  };
  const examine = async (): Promise<Health> => {
    const checkedAt = new Date(clock.now()).toISOString();
    const [table, bucket, queue] = await Promise.all([ask('table'), ask('bucket'), ask('queue')]);
    const ok = table.ok && bucket.ok && queue.ok;
    return {
      status: ok ? 'ok' : 'failing',
      region: environment.TABLE_REGION,
      checkedAt,
      checks: { table, bucket, queue },
    };
  };

  return () => {
    const now = clock.now();
    if (latest === undefined || now - latest.at >= SERVES_MS) latest = { at: now, health: examine() };
    return latest.health;
  };
}

/** Why a probe failed, in words that anybody may read; undefined where it did not. */
async function failureOf(probe: Probe, tell: (error: unknown) => void): Promise<string | undefined> {
  const patience = AbortSignal.timeout(PROBE_MS);
  const late = new Promise<'late'>((resolve) => {
    patience.addEventListener('abort', () => resolve('late'), { once: true });
  });
  try {
    const ended = await Promise.race([probe(patience).then(() => 'answered' as const), late]);
    return ended === 'late' ? `did not answer within ${PROBE_MS} ms.` : undefined;
  } catch (error) {
    tell(error);
    if (patience.aborted) return `did not answer within ${PROBE_MS} ms.`;
    const name = error instanceof Error ? error.name : 'an error';
    return `answered ${name}; the log of the function says more.`;
  }
}
