import { alarmMessage, type StateChange } from '../cloudwatch/alarm-message';
import { type Alarms, createAlarms } from '../cloudwatch/alarms';
import { measureServices } from '../cloudwatch/service-metrics';
import { createRules, type Rules } from '../events/rules';
import type { Authorizer } from '../iam/authorize';
import { createAsynchronousInvocations } from '../lambda/asynchronous';
import type { MetricStore } from '../lambda/metrics';
import type { SnsService } from '../sns/sns-service';
import type { SqsService } from '../sqs/sqs-service';
import { DEFAULT_RETRY_ATTEMPTS } from '../template/plan-invoke-config';
import type { Plan } from '../template/planned';
import type { Minute } from '../time/minute';
import type { RegionFunctions } from './region-functions';

/** What goes by the minute in a region: scheduled rules and alarms. */
export interface RegionWatch {
  readonly rules: Rules;
  readonly alarms: Alarms;
  /** To be called when everything answers that a function may call. */
  start(): void;
  stop(): void;
}

export interface RegionWatchOptions {
  readonly plan: Plan;
  readonly minute: Minute;
  readonly clock: { now(): number };
  readonly metrics: MetricStore;
  readonly functions: RegionFunctions;
  readonly sqs: SqsService;
  readonly sns: SnsService;
  readonly authorizer: Authorizer;
  onTrouble(message: string): void;
}

export function createRegionWatch(options: RegionWatchOptions): RegionWatch {
  const { plan, minute, clock, metrics, functions, sqs, sns, authorizer, onTrouble } = options;
  const asynchronous = createAsynchronousInvocations({
    minute,
    invoke: functions.invoke,
    retryAttempts: (name) => plan.retryAttempts.get(name) ?? DEFAULT_RETRY_ATTEMPTS,
    onTrouble,
  });
  const rules = createRules({ plan, minute, clock, invoke: asynchronous.invoke });

  const tell = (change: StateChange) => {
    for (const topicArn of change.alarm.actions[change.to]) {
      const decision = authorizer.decideForService('cloudwatch.amazonaws.com', 'sns:Publish', topicArn, {
        'aws:sourcearn': change.alarm.arn,
        'aws:sourceaccount': plan.account,
      });
      if (decision.allowed)
        sns.publish(topicArn, { ...alarmMessage(change, plan), publisher: 'cloudwatch.amazonaws.com' });
      else
        onTrouble(
          `CloudWatch may not publish to ${topicArn}: nobody is told that ${change.alarm.name} is ${change.to}.`,
        );
    }
  };
  const queues = plan.queues.map(({ name }) => sqs.queue(name));
  const alarms = createAlarms({
    plan,
    metrics,
    minute,
    clock,
    measure: (timestamp) => {
      const streams = functions.streams.map(({ mapping, progress }) => ({
        functionName: mapping.functionName,
        ...progress(),
      }));
      return measureServices(queues, streams, clock.now(), timestamp);
    },
    changed: tell,
  });
  return {
    rules,
    alarms,
    start() {
      rules.start();
      alarms.start();
    },
    stop() {
      rules.stop();
      alarms.stop();
      asynchronous.stop();
    },
  };
}
