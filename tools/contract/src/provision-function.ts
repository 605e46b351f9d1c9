import { strToU8, zipSync } from 'fflate';
import { type Ask, list, until } from './ask';
import type { Json, JsonObject } from './case';
import { FUNCTION, FUNCTION_CODE, pollPolicy, type Resources, trustPolicy } from './resources';

const POLICY = 'poll';

/** Makes the role, the function and its disabled mappings of queues that are there already. */
export async function createFunction(ask: Ask, resources: Resources): Promise<void> {
  const { Account } = await ask('sts.GetCallerIdentity', {});
  const { Role } = await ask('iam.CreateRole', {
    RoleName: resources.role,
    AssumeRolePolicyDocument: JSON.stringify(trustPolicy(`arn:aws:iam::${String(Account)}:root`)),
  });
  const arns = new Map<string, Json>();
  for (const { queue } of resources.mappings) {
    const { QueueUrl = '' } = await ask('sqs.GetQueueUrl', { QueueName: queue });
    const { Attributes } = await ask('sqs.GetQueueAttributes', { QueueUrl, AttributeNames: ['QueueArn'] });
    arns.set(queue, (Attributes as JsonObject)['QueueArn'] ?? '');
  }
  await ask('iam.PutRolePolicy', {
    RoleName: resources.role,
    PolicyName: POLICY,
    PolicyDocument: JSON.stringify(pollPolicy([...arns.values()])),
  });
  const code = Buffer.from(zipSync({ 'index.js': strToU8(FUNCTION_CODE) })).toString('base64');
  // IAM tells Lambda of a new role, and of its policy, in its own time: until then Lambda refuses what names it.
  await accepted(() =>
    ask('lambda.CreateFunction', {
      FunctionName: resources.function,
      Role: (Role as JsonObject)['Arn'],
      Code: { ZipFile: { $base64: code } },
      ...FUNCTION,
    }),
  );
  for (const { queue } of resources.mappings) {
    const input = { FunctionName: resources.function, EventSourceArn: arns.get(queue), Enabled: false };
    await accepted(() => ask('lambda.CreateEventSourceMapping', input));
  }
}

/** Repeats what Lambda refuses as long as it does not know the role. */
async function accepted(create: () => Promise<unknown>): Promise<void> {
  await until(async () => {
    try {
      await create();
      return true;
    } catch (error) {
      if (/InvalidParameterValue.*(role|permission)/i.test(String(error))) return false;
      throw error;
    }
  });
}

/** Deletes what {@link createFunction} made. */
export async function deleteFunction(
  ask: Ask,
  resources: Resources,
  attempt: (what: string, work: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const FunctionName = resources.function;
  await attempt(`A mapping of ${FunctionName}`, async () => {
    const { EventSourceMappings } = await ask('lambda.ListEventSourceMappings', { FunctionName });
    for (const { UUID } of list(EventSourceMappings)) await ask('lambda.DeleteEventSourceMapping', { UUID });
  });
  await attempt(`The function ${FunctionName}`, () => ask('lambda.DeleteFunction', { FunctionName }));
  const RoleName = resources.role;
  await attempt(`The role ${RoleName}`, async () => {
    await ask('iam.DeleteRolePolicy', { RoleName, PolicyName: POLICY });
    await ask('iam.DeleteRole', { RoleName });
  });
}
