import { CannotRun } from '../template/cannot-run';
import type { Plan, PlannedFunction } from '../template/planned';
import { type Authorizer, principalOfFunction } from './authorize';
import { evaluate } from './evaluate';
import { readPolicy } from './policy';

/** What Lambda does in the role's name to poll a queue. Source: Lambda Developer Guide, "Using Lambda with Amazon SQS". */
const POLLING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** The same for a stream. Source: Lambda Developer Guide, "Using Lambda with Amazon DynamoDB", execution role permissions. */
const READING = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

/**
 * Makes the checks of grants that AWS makes when it creates a resource: Lambda may take each function's role, the role
 * may poll the queue or the stream of a mapping and write to the place of discarded records, and S3 may send to the queue of a notification.
 * That EventBridge may invoke the target of a rule AWS finds out only when the rule fires, and says it to nobody; here it is said at once.
 * @throws CannotRun naming what lacks which permission
 */
export function checkGrants(plan: Plan, authorizer: Authorizer): void {
  for (const definition of plan.functions) {
    const role = plan.roles.find(({ arn }) => arn === definition.roleArn);
    if (!role) {
      throw new CannotRun(
        `The role ${definition.roleArn} of the function ${definition.name} is in no template. Add it.`,
      );
    }
    const trusted = evaluate(
      {
        caller: { kind: 'service', service: 'lambda.amazonaws.com' },
        action: 'sts:AssumeRole',
        resource: role.arn,
        context: { 'aws:sourceaccount': plan.account },
      },
      { identity: [], resource: [readPolicy(role.trust)] },
    );
    if (!trusted.allowed) {
      throw new CannotRun(
        `Lambda may not take the role ${role.name}: ${role.trust.name} must allow lambda.amazonaws.com.`,
      );
    }
  }

  for (const { queueArn, functionName } of plan.eventSourceMappings) {
    const polling = plan.functions.find(({ name }) => name === functionName);
    if (!polling) continue;
    for (const action of POLLING) authorizeAtBoot(authorizer, polling, action, queueArn, 'poll its queue');
  }

  for (const { id, streamArn, functionName, onFailureArn } of plan.streamMappings) {
    const polling = plan.functions.find(({ name }) => name === functionName);
    if (!polling) continue;
    for (const action of READING) authorizeAtBoot(authorizer, polling, action, streamArn, 'poll its stream');
    authorizeAtBoot(authorizer, polling, 'dynamodb:ListStreams', '*', 'poll its stream');
    if (onFailureArn === undefined) continue;
    const keep = (action: string, resource: string) =>
      authorizeAtBoot(authorizer, polling, action, resource, 'keep discarded records');
    if (plan.queues.some(({ arn }) => arn === onFailureArn)) keep('sqs:SendMessage', onFailureArn);
    else {
      keep('s3:PutObject', `${onFailureArn}/aws/lambda/${id}/`);
      keep('s3:ListBucket', onFailureArn);
    }
  }

  for (const { name, arn: ruleArn, targets } of plan.rules) {
    for (const { arn } of targets) {
      const decision = authorizer.decideForService('events.amazonaws.com', 'lambda:InvokeFunction', arn, {
        'aws:sourcearn': ruleArn,
        'aws:sourceaccount': plan.account,
      });
      if (decision.allowed) continue;
      throw new CannotRun(
        `EventBridge may not invoke ${arn} for the rule ${name}: add an AWS::Lambda::Permission of exactly this function or ` +
          `alias for events.amazonaws.com, lambda:InvokeFunction and the SourceArn ${ruleArn}.`,
      );
    }
  }

  for (const { name, arn, notifications } of plan.buckets) {
    for (const { queueArn } of notifications) {
      const decision = authorizer.decideForService('s3.amazonaws.com', 'sqs:SendMessage', queueArn, {
        'aws:sourcearn': arn,
        'aws:sourceaccount': plan.account,
      });
      if (decision.allowed) continue;
      throw new CannotRun(
        `S3 may not send the notifications of ${name} to ${queueArn}: let the queue's policy allow s3.amazonaws.com ` +
          `sqs:SendMessage for aws:SourceArn ${arn} and aws:SourceAccount ${plan.account}.`,
      );
    }
  }
}

function authorizeAtBoot(
  authorizer: Authorizer,
  polling: PlannedFunction,
  action: string,
  resource: string,
  what: string,
): void {
  try {
    authorizer.authorize(principalOfFunction(polling), action, resource, {});
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CannotRun(`The mapping of ${polling.name} can't ${what}. ${reason}`, { cause });
  }
}
