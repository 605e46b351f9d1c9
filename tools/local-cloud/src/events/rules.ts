import { randomUUID } from 'node:crypto';
import type { Outcome } from '../lambda/invocation';
import type { Plan, PlannedRule, PlannedRuleTarget } from '../template/planned';
import type { Minute } from '../time/minute';
import { callAt } from '../time/wait';
import { readSchedule } from './schedule';

export interface RuleState {
  readonly name: string;
  readonly schedule: string;
  readonly enabled: boolean;
  readonly targets: readonly string[];
  /** Epoch milliseconds of the cloud's own time; absent for a rule that never fires again, or is disabled. */
  readonly next?: number;
  readonly last?: number;
}

export interface FiredTarget {
  readonly target: string;
  readonly functionName: string;
  readonly outcome: Outcome;
}

export interface Rules {
  start(): void;
  state(): readonly RuleState[];
  /**
   * Fires a rule now, disabled or not, and waits for what its targets say to the first invocation.
   * @returns undefined where there is no such rule
   */
  fire(name: string): Promise<readonly FiredTarget[]> | undefined;
  stop(): void;
}

export interface RulesOptions {
  readonly plan: Pick<Plan, 'region' | 'account' | 'rules'>;
  readonly minute: Minute;
  /** What targets are told is the time: this machine's, whatever the length of a minute. */
  readonly clock: { now(): number };
  /** Invokes asynchronously, which has retries; resolves with what the first invocation said. */
  invoke(functionName: string, event: unknown): Promise<Outcome>;
}

/** The scheduled rules of a region: each fires first when its schedule says so after the boot. */
export function createRules({ plan, minute, clock, invoke }: RulesOptions): Rules {
  const last = new Map<string, number>();
  const next = new Map<string, number>();
  const waits = new Map<string, () => void>();

  const fire = (rule: PlannedRule): Promise<readonly FiredTarget[]> => {
    last.set(rule.name, minute.now());
    return Promise.all(
      rule.targets.map(async (target) => ({
        target: target.id,
        functionName: target.functionName,
        outcome: await invoke(target.functionName, eventFor(rule, target)),
      })),
    );
  };

  const eventFor = (rule: PlannedRule, { input }: PlannedRuleTarget): unknown =>
    input === undefined ? scheduledEvent(rule, plan, clock.now()) : JSON.parse(input);

  const wait = (rule: PlannedRule, after: number) => {
    const at = readSchedule(rule.schedule).next(after);
    if (at === undefined) return void next.delete(rule.name);
    next.set(rule.name, at);
    waits.set(
      rule.name,
      callAt(minute, at, () => {
        void fire(rule);
        // What was slept through is not made up for.
        wait(rule, Math.max(at, minute.now() - LATE_MS));
      }),
    );
  };

  return {
    start() {
      for (const rule of plan.rules.filter(({ enabled }) => enabled)) wait(rule, minute.now());
    },
    state: () =>
      plan.rules.map(({ name, schedule, enabled, targets }) => {
        const firesNext = next.get(name);
        const firedLast = last.get(name);
        return {
          name,
          schedule,
          enabled,
          targets: targets.map(({ functionName }) => functionName),
          ...(firesNext === undefined ? {} : { next: firesNext }),
          ...(firedLast === undefined ? {} : { last: firedLast }),
        };
      }),
    fire(name) {
      const rule = plan.rules.find((each) => each.name === name);
      return rule && fire(rule);
    },
    stop() {
      for (const end of waits.values()) end();
      waits.clear();
      next.clear();
    },
  };
}

/** A timer that comes later than this was held up by the machine's sleep. */
const LATE_MS = 60_000;

/** Source: EventBridge User Guide, "Events from AWS services: scheduled events"; `time` is in whole seconds. */
const scheduledEvent = (rule: PlannedRule, { region, account }: Pick<Plan, 'region' | 'account'>, now: number) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account,
  time: new Date(now).toISOString().replace(/\.\d{3}Z$/, 'Z'),
  region,
  resources: [rule.arn],
  detail: {},
});
