import { createReadStream, existsSync } from 'node:fs';
import { type Service, ServiceFault, type ServiceResponse } from '../http/service';
import type { FunctionLog } from '../lambda/function-log';
import type { MetricStatistics } from '../lambda/metrics';
import type { RegionStatus } from './region-status';

export interface AdminServiceOptions {
  status(): RegionStatus;
  metrics(): readonly MetricStatistics[];
  readonly logs: ReadonlyMap<string, FunctionLog>;
}

/** Paths of the local cloud's own, which AWS has not. */
const PATHS = '/_local/status, /_local/metrics, /_local/logs/<function>';

/** `/_local/…`: what a person or a script asks of the region itself, in JSON; logs are plain text. */
export const createAdminService = ({ status, metrics, logs }: AdminServiceOptions): Service => ({
  scope: '_local',

  async handle({ method, path }) {
    if (method !== 'GET') throw new ServiceFault('MethodNotAllowed', 405, `${path} is only read: use GET.`);
    const [, , what, name] = path.split('/');
    if (what === 'status') return json(200, status());
    if (what === 'metrics') return json(200, metrics());
    const log = what === 'logs' && name !== undefined ? logs.get(decodeURIComponent(name)) : undefined;
    if (!log)
      throw new ServiceFault(
        'NotFound',
        404,
        `There is no ${path}. There are ${PATHS} (${[...logs.keys()].join(', ')}).`,
      );
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    // A function that never ran has no log yet.
    return existsSync(log.file)
      ? { status: 200, headers, body: createReadStream(log.file) }
      : { status: 200, headers, body: '' };
  },

  fault: ({ code, status: httpStatus, message }) => json(httpStatus, { code, message }),
});

const json = (status: number, body: object): ServiceResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: `${JSON.stringify(body)}\n`,
});
