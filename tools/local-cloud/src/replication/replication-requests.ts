import { readBody } from '../http/read-body';
import { ServiceFault, type ServiceRequest, type ServiceResponse } from '../http/service';
import type { Replication } from './replication';
import type { ReplicationSettings } from './replication-settings';

const LARGEST_SETTINGS = 1 << 10;

/**
 * `/_local/replication`: GET shows how far it is (`?except=heartbeat%23` does not wait for items whose key begins so), PUT `{"lagMs": 500, "partitioned": true}` (either or both) disturbs it;
 * below it, GET `<table>?region=&history=&from=&wait=` is how another region pulls the changes of this one.
 * @throws ServiceFault
 */
export async function answerReplication(
  replication: Replication,
  table: string | undefined,
  { method, query, body, path, signal }: ServiceRequest,
): Promise<ServiceResponse> {
  if (table !== undefined && method === 'GET') {
    const request = { table, region: query.get('region') ?? '', history: query.get('history') ?? '' };
    const wait = query.get('wait') === 'true';
    return json(await replication.pull({ ...request, from: sequence(query.get('from')), wait }, signal));
  }
  if (table === undefined && method === 'PUT') {
    await replication.change(settingsIn((await readBody(body, LARGEST_SETTINGS)).toString()));
  } else if (table !== undefined || method !== 'GET') {
    throw new ServiceFault('MethodNotAllowed', 405, `${path} takes no ${method}.`);
  }
  return json(`${JSON.stringify(await replication.status(query.get('except') ?? undefined))}\n`);
}

const json = (body: string): ServiceResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body,
});

function sequence(text: string | null): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new ServiceFault('BadRequest', 400, `from takes a sequence number, 1 or more, not "${text}".`);
}

function settingsIn(text: string): Partial<ReplicationSettings> {
  const refuse = (why: string) =>
    new ServiceFault('BadRequest', 400, `${why}. Write {"lagMs": 500, "partitioned": true}, or one of the two.`);
  let given: Readonly<Record<string, unknown>>;
  try {
    given = JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    throw refuse('The body is not JSON');
  }
  const { lagMs, partitioned, ...others } = given;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw refuse(`There is no setting "${unknown}"`);
  if (lagMs !== undefined && !(typeof lagMs === 'number' && lagMs >= 0)) throw refuse('lagMs is no duration');
  if (partitioned !== undefined && typeof partitioned !== 'boolean')
    throw refuse('partitioned is neither true nor false');
  return {
    ...(lagMs === undefined ? {} : { lagMs }),
    ...(partitioned === undefined ? {} : { partitioned }),
  };
}
