import type { Resource } from './idle-line';
import { sentinelTicks } from './sentinel-ticks';

const rule = (ScheduleExpression: string): Resource => ({
  Type: 'AWS::Events::Rule',
  Properties: { Name: 'serverless-sentinel-tick-prod', ScheduleExpression },
});
const sentinel: Resource = {
  Type: 'AWS::Lambda::Function',
  Properties: { FunctionName: 'serverless-sentinel-prod', MemorySize: 256 },
};
const costs = (...resources: readonly Resource[]) =>
  Object.fromEntries(sentinelTicks(resources).map(({ what, usdPerMonth }) => [what.replace(/.*: /, ''), usdPerMonth]));

describe('the ticks of a sentinel', () => {
  it('are 43,800 a month, of which listings cost most', () => {
    const each = costs(rule('rate(1 minute)'), sentinel);
    expect(each['listings of buckets']).toBeCloseTo(43_800 * 6 * 5e-6);
    expect(each['attributes of queues']).toBeCloseTo(43_800 * 6 * 4e-7);
    expect(each['invocations']).toBeCloseTo(43_800 * (2e-7 + 2.5 * 0.25 * 1.33334e-5));
    expect(each['heartbeats and memory']).toBeCloseTo(43_800 * (7 * 2 * 6.25e-7 + 9 * 1.25e-7));
  });

  it('cost half when there are half of them, but for the series, which are there all the same', () => {
    const [each, half] = [costs(rule('rate(1 minute)'), sentinel), costs(rule('rate(2 minutes)'), sentinel)];
    for (const [what, usd] of Object.entries(each)) {
      expect(half[what]).toBeCloseTo(what === 'series of metrics' ? usd : usd / 2);
    }
  });

  it('are none without a rule, and not guessed from a schedule that nobody has priced', () => {
    expect(sentinelTicks([sentinel])).toEqual([]);
    expect(() => sentinelTicks([rule('cron(0 * * * ? *)'), sentinel])).toThrow('The sentinel ticks by cron');
  });
});
