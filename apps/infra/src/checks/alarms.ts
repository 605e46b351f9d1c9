import type { TemplateJson } from './physical-names';
import { resourcesOf, valuesAt } from './setting';

const TYPES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'];

/** An alarm of which nobody hears: without an action, or with one that is no topic of the stack. */
export const alarmBreaches = (template: TemplateJson): readonly string[] =>
  TYPES.flatMap((type) => resourcesOf(template, type)).flatMap(([logicalId, { Properties }]) => {
    const topics = valuesAt(Properties, 'AlarmActions.*.Ref').map((ref) => template.Resources[String(ref)]?.Type);
    return topics.includes('AWS::SNS::Topic') ? [] : [`${logicalId} tells nobody: give it the topic as its action.`];
  });
