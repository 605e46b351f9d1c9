import type { IdleLine, Resource } from './idle-line';
import { price, priceList } from './prices';

/**
 * What a tick asks for while all is well (apps/sentinel): each of three probes is tried three times in both regions. That of a
 * table is a heartbeat written and read, of a bucket a listing, of a queue its attributes; then its memory is read and written,
 * and the replica looked at until it shows the beat, twice as a rule.
 */
const PROBES = 3 * 2;
const TICK = { lists: PROBES, queueRequests: PROBES, writes: PROBES + 1, reads: PROBES + 1 + 2 };

/** Two spaces of 700 ms between the tries of a probe, the slowest of the answers, and the calls after them. */
const TICK_SECONDS = 2.5;

/** One series for each region that is there or not, breaker, need, lag: said each minute, so there for the whole month. */
const SERIES = 5;

const MINUTES_PER_HOUR = 60;

/** The sentinel's ticks of a month, by the rule and the function of a region's template; none where there is no such rule. */
export function sentinelTicks(resources: readonly Resource[]): readonly IdleLine[] {
  const named = (type: string, name: string) =>
    resources.find(
      ({ Type, Properties = {} }) =>
        Type === type && String(Properties['Name'] ?? Properties['FunctionName']).startsWith(name),
    )?.Properties;
  const rule = named('AWS::Events::Rule', 'serverless-sentinel-tick-');
  const sentinel = named('AWS::Lambda::Function', 'serverless-sentinel-');
  if (!rule || !sentinel) return [];
  const minutes = Number(/^rate\((\d+) minutes?\)$/.exec(String(rule['ScheduleExpression']))?.[1]);
  if (!(minutes > 0))
    throw new Error(
      `The sentinel ticks by ${String(rule['ScheduleExpression'])}: say in tools/cost/src/sentinel-ticks.ts how often that is.`,
    );
  const ticks = (priceList.hoursPerMonth * MINUTES_PER_HOUR) / minutes;
  const gigabytes = Number(sentinel['MemorySize']) / 1_024;
  const compute = price('lambdaRequest') + TICK_SECONDS * gigabytes * price('lambdaGigabyteSecond');
  const beats = TICK.writes * (price('writeUnit') + price('replicatedWriteUnit')) + TICK.reads * price('readUnit');
  return [
    { what: 'ticks of the sentinel: invocations', usdPerMonth: ticks * compute },
    { what: 'ticks of the sentinel: listings of buckets', usdPerMonth: ticks * TICK.lists * price('objectPut') },
    { what: 'ticks of the sentinel: heartbeats and memory', usdPerMonth: ticks * beats },
    {
      what: 'ticks of the sentinel: attributes of queues',
      usdPerMonth: ticks * TICK.queueRequests * price('queueRequest'),
    },
    { what: 'ticks of the sentinel: series of metrics', usdPerMonth: SERIES * price('metricMonth') },
  ];
}
