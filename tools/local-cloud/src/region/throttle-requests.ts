import type { DynamoDbService } from '../dynamodb/dynamodb-service';
import { isThrottleCode, type ThrottleCode } from '../dynamodb/throttle';
import { readBody } from '../http/read-body';
import { ServiceFault, type ServiceRequest } from '../http/service';

/** Which accesses of a table are refused. */
export interface ThrottleSettings {
  /** Of the accesses, from 0, which ends it, to 1. */
  readonly share: number;
  /** Only this operation's: `PutItem`, `Query` …; without it all. */
  readonly operation?: string;
  /** ProvisionedThroughputExceededException by default. */
  readonly as?: ThrottleCode;
}

export interface ThrottleRequests {
  /**
   * `/_local/throttle/<table>`: PUT throttles the table from now on, instead of what was asked for before. It ends with
   * the region's process.
   * @throws ServiceFault
   */
  answer(table: string, request: ServiceRequest): Promise<ThrottleSettings>;
}

const LARGEST_SETTINGS = 1 << 10;

/** Throttling on demand, for tests of whoever has to bear it. */
export function createThrottleRequests(dynamodb: Pick<DynamoDbService, 'throttle' | 'changeRange'>): ThrottleRequests {
  const ends = new Map<string, () => void>();
  return {
    async answer(table, { method, path, body }) {
      if (method !== 'PUT') throw new ServiceFault('MethodNotAllowed', 405, `${path} takes a PUT, no ${method}.`);
      // Refuses a table that is not there.
      dynamodb.changeRange(table);
      const settings = settingsIn((await readBody(body, LARGEST_SETTINGS)).toString());
      const { share, operation: only, as } = settings;
      ends.get(table)?.();
      const when = ({ operation }: { readonly operation: string }) =>
        (only === undefined || operation === only) && Math.random() < share;
      ends.set(table, dynamodb.throttle(table, { when, ...(as === undefined ? {} : { as }) }));
      return settings;
    },
  };
}

function settingsIn(text: string): ThrottleSettings {
  const refuse = (why: string) =>
    new ServiceFault(
      'BadRequest',
      400,
      `${why}. Write {"share": 0.5}; "operation": "PutItem" and "as": "ThrottlingException" may be added.`,
    );
  let given: Readonly<Record<string, unknown>>;
  try {
    given = JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    throw refuse('The body is not JSON');
  }
  const { share, operation, as, ...others } = given;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw refuse(`There is no setting "${unknown}"`);
  if (typeof share !== 'number' || share < 0 || share > 1) throw refuse('share is no number from 0 to 1');
  if (operation !== undefined && typeof operation !== 'string') throw refuse('operation is no text');
  if (as !== undefined && !isThrottleCode(as)) throw refuse(`"${String(as)}" is no code of throttling`);
  return { share, ...(operation === undefined ? {} : { operation }), ...(as === undefined ? {} : { as }) };
}
