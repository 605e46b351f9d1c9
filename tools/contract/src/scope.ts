import type { Case, Client, JsonObject } from './case';
import type { Scope } from './fill';
import { type Resources, tagOf } from './resources';

/** Services whose resources have the account in their names. */
const NAMED_BY_ARN = ['lambda', 'sns', 'sts'];

/**
 * What each case may refer to: the resources by role (`${bucket}`, `${table}`, …), its own queues
 * (`${queue.url}`, `${queue.arn}`, `${queue.name}`) and mappings (`${mapping.id}`, `${mapping.arn}`), the `${region}`,
 * and `${case}`, a text that no other case has. Addresses are asked of the implementation: only it knows its account.
 */
export async function scopes(
  resources: Resources,
  client: Client,
  region: string,
  services: ReadonlySet<string>,
): Promise<(each: Case) => Scope> {
  const { bucket, plainBucket, table, secret, rotatedSecret } = resources;
  const account = NAMED_BY_ARN.some((name) => services.has(name))
    ? (await ask(client, 'sts.GetCallerIdentity', {}))['Account']
    : '';
  /** The queues and mappings of each case, by role. */
  const own = new Map<string, Record<string, JsonObject>>();
  for (const { case: of, role, name } of resources.queues) {
    const { QueueUrl: url = '' } = await ask(client, 'sqs.GetQueueUrl', { QueueName: name });
    const asked = await ask(client, 'sqs.GetQueueAttributes', { QueueUrl: url, AttributeNames: ['QueueArn'] });
    const arn = (asked['Attributes'] as JsonObject)['QueueArn'] as string;
    own.set(of, { ...own.get(of), [role]: { name, url, arn } });
  }
  for (const { case: of, role, queue } of resources.mappings) {
    const EventSourceArn = Object.values(own.get(of) ?? {}).find(({ name }) => name === queue)?.['arn'] ?? '';
    const asked = await ask(client, 'lambda.ListEventSourceMappings', { EventSourceArn });
    const [{ UUID: id = '', EventSourceMappingArn: arn = '' } = {}] = asked['EventSourceMappings'] as JsonObject[];
    own.set(of, { ...own.get(of), [role]: { id, arn } });
  }
  return (each) => ({
    bucket,
    plainBucket,
    table,
    secret,
    rotatedSecret,
    topic: `arn:aws:sns:${region}:${String(account)}:${resources.topic}`,
    role: { name: resources.role, arn: `arn:aws:iam::${String(account)}:role/${resources.role}` },
    function: resources.function,
    region,
    case: tagOf(each),
    ...own.get(each.name),
  });
}

async function ask(client: Client, operation: string, input: JsonObject): Promise<JsonObject> {
  const answer = await client.call(operation, input);
  if ('out' in answer) return answer.out;
  throw new Error(`${operation} of ${JSON.stringify(input)}: ${JSON.stringify(answer.fault)}`);
}
