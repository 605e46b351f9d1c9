import type { AlarmState } from '../cloudwatch/alarm-rule';
import type { PlannedHealthCheck } from '../template/plan-dns';
import { createMinute } from '../time/minute';
import { createHealthChecks, type HealthChecks } from './health-checks';

const about = (id: string) => ({ id, label: id, inverted: false });
const alarmCheck = (
  insufficientData: 'Healthy' | 'Unhealthy' | 'LastKnownStatus' = 'Unhealthy',
): PlannedHealthCheck => ({ ...about('alarm'), kind: 'alarm', alarm: 'a', region: 'us-east-1', insufficientData });
const https: PlannedHealthCheck = {
  ...about('https'),
  kind: 'https',
  host: 'api',
  path: '/health',
  intervalSeconds: 30,
  failureThreshold: 3,
};
const both: PlannedHealthCheck = { ...about('both'), kind: 'calculated', children: ['alarm', 'https'], threshold: 2 };

describe('health checks', () => {
  let state: AlarmState | undefined;
  let up: boolean;
  let changes: string[];
  let checks: HealthChecks;
  const run = (...planned: PlannedHealthCheck[]) => {
    checks = createHealthChecks({
      checks: planned,
      minute: createMinute({ now: () => Date.now() }),
      alarmState: () => Promise.resolve(state),
      answers: () => Promise.resolve(up),
      changed: ({ id, healthy }) => changes.push(`${id} ${healthy ? 'healthy' : 'unhealthy'}`),
    });
    checks.start();
  };
  const seconds = (count: number) => jest.advanceTimersByTimeAsync(count * 1_000);
  beforeEach(() => {
    jest.useFakeTimers();
    [state, up, changes] = ['OK', true, []];
  });
  afterEach(() => {
    checks.stop();
    jest.useRealTimers();
  });

  it('of an alarm follow it', async () => {
    run(alarmCheck());
    state = 'ALARM';
    await seconds(10);
    expect(checks.isHealthy('alarm')).toBe(false);
    state = 'OK';
    await seconds(10);
    expect(changes).toEqual(['alarm unhealthy', 'alarm healthy']);
  });

  it.each([
    ['Unhealthy', false],
    ['Healthy', true],
    ['LastKnownStatus', true],
  ] as const)('of an alarm without data are %s', async (insufficientData, healthy) => {
    run(alarmCheck(insufficientData));
    state = 'INSUFFICIENT_DATA';
    await seconds(10);
    expect(checks.isHealthy('alarm')).toBe(healthy);
  });

  it('of an alarm whose region is silent wait for the minutes of its data to be over', async () => {
    run(alarmCheck());
    await seconds(10);
    state = undefined;
    await seconds(170);
    expect(checks.isHealthy('alarm')).toBe(true);
    await seconds(20);
    expect(checks.isHealthy('alarm')).toBe(false);
  });

  it('of an address turn after three answers in a row, both ways', async () => {
    run(https);
    up = false;
    await seconds(60);
    up = true;
    await seconds(30);
    up = false;
    await seconds(60);
    expect(changes).toEqual([]);
    await seconds(30);
    up = true;
    await seconds(60);
    expect(changes).toEqual(['https unhealthy']);
    await seconds(30);
    expect(changes).toEqual(['https unhealthy', 'https healthy']);
  });

  it('of others want as many as they say', async () => {
    run(alarmCheck(), https, both);
    up = false;
    await seconds(90);
    expect(changes).toEqual(['https unhealthy', 'both unhealthy']);
    expect(checks.status()).toEqual([
      { id: 'alarm', label: 'alarm', healthy: true },
      { id: 'https', label: 'https', healthy: false },
      { id: 'both', label: 'both', healthy: false },
    ]);
  });
});
