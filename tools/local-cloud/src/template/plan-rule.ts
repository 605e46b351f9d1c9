import { readSchedule, UnknownSchedule } from '../events/schedule';
import { type Place, ruleArn } from './attributes';
import type { JsonObject } from './load-assembly';
import { functionNameOf } from './plan-function';
import type { PlannedRule, PlannedRuleTarget } from './planned';
import type { PropertyRules, ResourceReader } from './resource-reader';

export const ruleProperties: PropertyRules = {
  emulated: ['Name', 'ScheduleExpression', 'State', 'Targets'],
  passive: ['Description', 'Tags'],
  // Events that services emit to the bus are not there: a rule of a pattern never fires.
  listed: ['EventBusName', 'EventPattern', 'RoleArn'],
};

/** What an event says in the place of a target's `Input`. */
const TARGET_MEMBERS = ['Arn', 'Id', 'Input', 'RetryPolicy', 'DeadLetterConfig'];

/** A rule with a schedule; undefined where it has a pattern only. */
export function planRule(rule: ResourceReader, place: Place): PlannedRule | undefined {
  const expression = rule.text('ScheduleExpression');
  if (expression === undefined) return undefined;
  try {
    readSchedule(expression);
  } catch (error) {
    if (!(error instanceof UnknownSchedule)) throw error;
    throw rule.refusal(`its ScheduleExpression can't be read: ${error.message}.`, 'Correct the template.');
  }
  return {
    name: rule.name,
    arn: ruleArn(rule.name, place),
    schedule: expression,
    enabled: rule.text('State') !== 'DISABLED',
    targets: rule.list<JsonObject>('Targets').map((target) => planTarget(rule, target)),
  };
}

function planTarget(rule: ResourceReader, target: JsonObject): PlannedRuleTarget {
  const { Arn, Id, Input } = target;
  const unknown = Object.keys(target).find((member) => !TARGET_MEMBERS.includes(member));
  if (unknown !== undefined) {
    throw rule.refusal(
      `its target ${String(Id)} has ${unknown}, which is not emulated.`,
      'Use a constant Input, or teach tools/local-cloud/src/events what it does.',
    );
  }
  if (typeof Arn !== 'string' || Arn.split(':')[2] !== 'lambda') {
    throw rule.refusal(
      `its target ${String(Id)} is ${JSON.stringify(Arn ?? null)}, and only functions are fired.`,
      'Make the target a function, or an alias of one.',
    );
  }
  return {
    id: String(Id),
    arn: Arn,
    functionName: functionNameOf(Arn),
    ...(typeof Input === 'string' ? { input: Input } : {}),
  };
}
