import type { TemplateJson } from './physical-names';
import { type Setting, resourcesOf, settingBreaches, valueAt, valuesAt } from './setting';

const TYPE = 'AWS::SQS::Queue';

/** With fewer, a throttle storm of ten minutes makes dead letters of good files. */
const LEAST_RECEIVES = 8;

const settings: readonly Setting[] = [
  {
    type: TYPE,
    at: 'SqsManagedSseEnabled',
    is: true,
    says: 'true: S3 can send under keys of SQS, and not under its KMS key',
  },
];

const targetOf = (queue: Parameters<typeof valueAt>[0]) =>
  valuesAt(queue.Properties, 'RedrivePolicy.deadLetterTargetArn.Fn::GetAtt.*')[0];

/** A queue whose messages could be lost: without dead letters, given up too soon, or kept too short. */
export function queueBreaches(template: TemplateJson): readonly string[] {
  const queues = resourcesOf(template, TYPE);
  const targets = queues.map(([, queue]) => targetOf(queue));
  return [
    ...settingBreaches(template, settings),
    ...queues.flatMap(([logicalId, queue]) => {
      const isTarget = targets.includes(logicalId);
      const target = template.Resources[String(targetOf(queue))];
      if (isTarget) {
        return valueAt(queue, 'RedriveAllowPolicy.redrivePermission') === 'byQueue'
          ? []
          : [`${logicalId} takes dead letters of any queue: name the one it is for.`];
      }
      if (target === undefined) return [`${logicalId} has no dead-letter queue: give it one.`];
      const receives = Number(valueAt(queue, 'RedrivePolicy.maxReceiveCount'));
      const kept = Number(valueAt(queue, 'MessageRetentionPeriod'));
      const keptDead = Number(valueAt(target, 'MessageRetentionPeriod'));
      return [
        ...(receives >= LEAST_RECEIVES
          ? []
          : [`${logicalId} gives up after ${receives} receives: it must be at least ${LEAST_RECEIVES}.`]),
        ...(keptDead > kept
          ? []
          : [
              `${logicalId} keeps messages for ${kept} s and its dead letters for ${keptDead} s: they must outlive it.`,
            ]),
      ];
    }),
  ];
}

/** The function that a mapping names, by itself or by its alias. */
function functionOf(template: TemplateJson, logicalId: unknown): string {
  const resource = template.Resources[String(logicalId)];
  const aliased = resource?.Type === 'AWS::Lambda::Alias' ? valueAt(resource, 'FunctionName.Ref') : undefined;
  return String(aliased ?? logicalId);
}

/** A message that becomes visible again while its function still works on it: AWS wants six timeouts and the window. */
export function visibilityBreaches(template: TemplateJson): readonly string[] {
  return resourcesOf(template, 'AWS::Lambda::EventSourceMapping').flatMap(([, mapping]) => {
    const queueId = String(valuesAt(mapping.Properties, 'EventSourceArn.Fn::GetAtt.*')[0]);
    const queue = template.Resources[queueId];
    const called = template.Resources[functionOf(template, valueAt(mapping, 'FunctionName.Ref'))];
    if (queue?.Type !== TYPE || called === undefined) return [];
    const window = Number(valueAt(mapping, 'MaximumBatchingWindowInSeconds') ?? 0);
    const least = 6 * Number(valueAt(called, 'Timeout') ?? 3) + window;
    const visibility = Number(valueAt(queue, 'VisibilityTimeout') ?? 30);
    return visibility >= least
      ? []
      : [`${queueId}.VisibilityTimeout is ${visibility} s: it must be at least ${least}.`];
  });
}
