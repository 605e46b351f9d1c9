import type { AlarmState } from '../cloudwatch/alarm-rule';
import type { PlannedHealthCheck } from '../template/plan-dns';
import type { Minute } from '../time/minute';
import { callAt } from '../time/wait';

export interface HealthStatus {
  readonly id: string;
  readonly label: string;
  readonly healthy: boolean;
}

export interface HealthChecks {
  isHealthy(id: string): boolean;
  status(): readonly HealthStatus[];
  start(): void;
  stop(): void;
}

export interface HealthChecksOptions {
  readonly checks: readonly PlannedHealthCheck[];
  readonly minute: Minute;
  /** @returns undefined when the region can't say */
  alarmState(region: string, alarm: string): Promise<AlarmState | undefined>;
  /** Whether the address answers with a status of 2xx or 3xx, within the four seconds that Route 53 waits. */
  answers(host: string, path: string): Promise<boolean>;
  changed(status: HealthStatus): void;
}

/** How often Route 53 looks at an alarm's data. */
const LOOK_MS = 10_000;
/** Data that stopped is insufficient when an alarm's minutes are over, not at once. */
const STALE_MS = 180_000;

/** Route 53's health checkers. They are outside of all regions: the loss of one is what they see, not what ends them. */
export function createHealthChecks(options: HealthChecksOptions): HealthChecks {
  const { checks, minute, alarmState, answers, changed } = options;
  // A new check counts as healthy until it has seen enough.
  const seen = new Map<string, boolean>(checks.map(({ id }) => [id, true]));
  const byId = new Map(checks.map((check) => [check.id, check]));
  const told = new Map<string, boolean>(checks.map(({ id }) => [id, true]));
  const waits = new Map<string, () => void>();
  let stopped = false;

  const isHealthy = (id: string): boolean => {
    const check = byId.get(id);
    if (!check) return false;
    const healthy =
      check.kind === 'calculated'
        ? check.children.filter(isHealthy).length >= check.threshold
        : (seen.get(id) ?? false);
    return healthy !== check.inverted;
  };
  const statusOf = ({ id, label }: PlannedHealthCheck): HealthStatus => ({ id, label, healthy: isHealthy(id) });
  const tell = () => {
    for (const check of checks) {
      const status = statusOf(check);
      if (told.get(check.id) === status.healthy) continue;
      told.set(check.id, status.healthy);
      changed(status);
    }
  };

  const every = (id: string, periodMs: number, look: () => Promise<boolean>) => {
    const next = () => {
      if (stopped) return;
      waits.set(
        id,
        callAt(minute, minute.now() + periodMs, () => {
          void look()
            .then((healthy) => {
              if (stopped) return;
              seen.set(id, healthy);
              tell();
            })
            .finally(next);
        }),
      );
    };
    next();
  };

  const watchAlarm = (check: PlannedHealthCheck & { kind: 'alarm' }) => {
    let heard = minute.now();
    every(check.id, LOOK_MS, async () => {
      const state = await alarmState(check.region, check.alarm);
      if (state !== undefined) heard = minute.now();
      if (state === 'OK' || state === 'ALARM') return state === 'OK';
      const before = seen.get(check.id) ?? true;
      if (state === undefined && minute.now() - heard < STALE_MS) return before;
      return check.insufficientData === 'LastKnownStatus' ? before : check.insufficientData === 'Healthy';
    });
  };

  const watchAddress = (check: PlannedHealthCheck & { kind: 'https' }) => {
    let inARow = 0;
    every(check.id, check.intervalSeconds * 1_000, async () => {
      const before = seen.get(check.id) ?? true;
      inARow = (await answers(check.host, check.path)) === before ? 0 : inARow + 1;
      if (inARow < check.failureThreshold) return before;
      inARow = 0;
      return !before;
    });
  };

  return {
    isHealthy,
    status: () => checks.map(statusOf),
    start() {
      for (const check of checks) {
        if (check.kind === 'alarm') watchAlarm(check);
        if (check.kind === 'https') watchAddress(check);
      }
    },
    stop() {
      stopped = true;
      for (const end of waits.values()) end();
      waits.clear();
    },
  };
}
