import type { Alarms } from '../cloudwatch/alarms';
import type { Notification } from '../sns/notification';
import { createReadStream, existsSync } from 'node:fs';
import type { Rules } from '../events/rules';
import { type Service, ServiceFault, type ServiceResponse } from '../http/service';
import type { FunctionLog } from '../lambda/function-log';
import type { MetricStatistics } from '../lambda/metrics';
import type { Replication } from '../replication/replication';
import { answerReplication } from '../replication/replication-requests';
import type { Minute } from '../time/minute';
import { answerClock } from './clock-requests';
import type { RegionStatus } from './region-status';
import { answerOutage } from './outage-requests';
import type { Outages } from './outages';
import { answerRules } from './rule-requests';
import type { ThrottleRequests } from './throttle-requests';

export interface AdminServiceOptions {
  status(): RegionStatus;
  metrics(): readonly MetricStatistics[];
  readonly logs: ReadonlyMap<string, FunctionLog>;
  /** Access logs of HTTP APIs, by their log group. */
  readonly apiLogs: ReadonlyMap<string, { readonly file: string }>;
  readonly replication: Replication;
  readonly throttles: ThrottleRequests;
  readonly minute: Minute;
  readonly rules: Rules;
  readonly alarms: Alarms;
  notifications(): readonly Notification[];
  readonly outages: Outages;
}

/** Paths of the local cloud's own, which AWS has not. */
const PATHS = [
  ...['status', 'metrics', 'alarms', 'notifications', 'clock', 'rules', 'outage', 'replication'],
  ...['throttle/<table>', 'logs/<function>'],
].map((path) => `/_local/${path}`);

/** `/_local/…`: what a person, a script or the other region asks of the region itself, in JSON; logs are plain text. */
export const createAdminService = ({
  status,
  metrics,
  logs,
  apiLogs,
  replication,
  throttles,
  minute,
  rules,
  alarms,
  notifications,
  outages,
}: AdminServiceOptions): Service => ({
  scope: '_local',

  async handle(request) {
    const { method, path } = request;
    const [, , what, name] = path.split('/').map(decodeURIComponent);
    if (what === 'replication') return answerReplication(replication, name, request);
    if (what === 'throttle' && name !== undefined) return json(200, await throttles.answer(name, request));
    if (what === 'clock') return json(200, await answerClock(minute, request));
    if (what === 'outage') return json(200, await answerOutage(outages, request));
    if (what === 'rules') return json(200, await answerRules(rules, name, request));
    if (method !== 'GET') throw new ServiceFault('MethodNotAllowed', 405, `${path} is only read: use GET.`);
    if (what === 'status') return json(200, { ...status(), replication: await replication.status() });
    if (what === 'metrics') return json(200, metrics());
    if (what === 'alarms') return json(200, alarms.status());
    if (what === 'notifications') return json(200, notifications());
    if (what === 'secrets') return json(200, replication.secrets());
    const log = what === 'logs' && name !== undefined ? (logs.get(name) ?? apiLogs.get(name)) : undefined;
    if (log) return logOf(log);
    throw new ServiceFault(
      'NotFound',
      404,
      `There is no ${path}. There are ${PATHS.join(', ')} (${[...logs.keys(), ...apiLogs.keys()].join(', ')}).`,
    );
  },

  fault: ({ code, status: httpStatus, message }) => json(httpStatus, { code, message }),
});

function logOf({ file }: Pick<FunctionLog, 'file'>): ServiceResponse {
  // A function that never ran has no log yet.
  const body = existsSync(file) ? createReadStream(file) : '';
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

const json = (status: number, body: object): ServiceResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: `${JSON.stringify(body)}\n`,
});
