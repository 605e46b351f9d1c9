import { readBody } from '../http/read-body';
import { ServiceFault, type ServiceRequest } from '../http/service';
import { LONGEST_MINUTE_MS, type Minute, SHORTEST_MINUTE_MS } from '../time/minute';

export interface ClockState {
  /** How long a minute of schedules, alarms and health checks lasts, in milliseconds. */
  readonly minuteMs: number;
  /** The time that schedules go by, ISO 8601. */
  readonly scheduleTime: string;
}

const LARGEST_SETTINGS = 1 << 10;

/**
 * `/_local/clock`: how long a minute lasts; PUT {"minuteMs": 1000} makes a rehearsal of it, until the process ends.
 * @throws ServiceFault
 */
export async function answerClock(minute: Minute, { method, path, body }: ServiceRequest): Promise<ClockState> {
  if (method === 'PUT') minute.set(lengthIn((await readBody(body, LARGEST_SETTINGS)).toString()));
  else if (method !== 'GET')
    throw new ServiceFault('MethodNotAllowed', 405, `${path} takes GET and PUT, no ${method}.`);
  return { minuteMs: minute.length(), scheduleTime: new Date(minute.now()).toISOString() };
}

function lengthIn(text: string): number {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    given = undefined;
  }
  const { minuteMs, ...others } = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>;
  const lasts =
    typeof minuteMs === 'number' && minuteMs >= SHORTEST_MINUTE_MS && minuteMs <= LONGEST_MINUTE_MS
      ? minuteMs
      : undefined;
  if (lasts !== undefined && Object.keys(others).length === 0) return lasts;
  throw new ServiceFault(
    'BadRequest',
    400,
    `The body must be {"minuteMs": N}, with the milliseconds that a minute lasts, from ${SHORTEST_MINUTE_MS} to ${LONGEST_MINUTE_MS}.`,
  );
}
