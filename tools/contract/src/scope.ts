import type { Case, Client, JsonObject } from './case';
import type { Scope } from './fill';
import { type Resources, tagOf } from './resources';

/**
 * What each case may refer to: the resources by role (`${bucket}`, `${table}`, …), its own queues
 * (`${queue.url}`, `${queue.arn}`, `${queue.name}`), the `${region}`, and `${case}`, a text that no other case has.
 * Addresses of queues are asked of the implementation: only it knows its account.
 */
export async function scopes(resources: Resources, client: Client, region: string): Promise<(each: Case) => Scope> {
  const { bucket, plainBucket, table, secret, rotatedSecret } = resources;
  const queues = new Map<string, Record<string, JsonObject>>();
  for (const { case: of, role, name } of resources.queues) {
    const { QueueUrl: url = '' } = await ask(client, 'sqs.GetQueueUrl', { QueueName: name });
    const asked = await ask(client, 'sqs.GetQueueAttributes', { QueueUrl: url, AttributeNames: ['QueueArn'] });
    const arn = (asked['Attributes'] as JsonObject)['QueueArn'] as string;
    queues.set(of, { ...queues.get(of), [role]: { name, url, arn } });
  }
  return (each) => ({
    bucket,
    plainBucket,
    table,
    secret,
    rotatedSecret,
    region,
    case: tagOf(each),
    ...queues.get(each.name),
  });
}

async function ask(client: Client, operation: string, input: JsonObject): Promise<JsonObject> {
  const answer = await client.call(operation, input);
  if ('out' in answer) return answer.out;
  throw new Error(`${operation} of ${JSON.stringify(input)}: ${JSON.stringify(answer.fault)}`);
}
