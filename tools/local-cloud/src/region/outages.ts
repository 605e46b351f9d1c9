import { setMaxListeners } from 'node:events';
import type { ServiceRequest } from '../http/service';

/** What can be out, by the word of the pipeline, and the scope of its service. */
export const OUTAGE_SERVICES = { table: 'dynamodb', bucket: 's3', queue: 'sqs' } as const;
export type OutageService = keyof typeof OUTAGE_SERVICES;

/** How it is out: connections are cut, requests are never answered, or answered with 500. */
export const OUTAGE_MODES = ['refuse', 'hang', 'fail'] as const;
export type OutageMode = (typeof OUTAGE_MODES)[number];

export interface Outages {
  set(service: OutageService, mode: OutageMode | undefined): void;
  current(): Readonly<Partial<Record<OutageService, OutageMode>>>;
  /** How the service with this scope is out now, if it is; `_local` never is. */
  of(scope: string, request: Pick<ServiceRequest, 'headers'>): OutageMode | undefined;
  /**
   * Waits while the service is out; resolves at the signal, too.
   * @returns what aborts when the service is out again, or with the signal
   */
  over(service: OutageService, signal: AbortSignal): Promise<AbortSignal>;
}

export interface OutagesOptions {
  /** Told of each request that is answered with 500, as the service's own metrics would be. */
  failed(service: OutageService, request: Pick<ServiceRequest, 'headers'>): void;
}

/** Outages on demand, for drills of whoever has to bear them. They end with the process. */
export function createOutages({ failed }: OutagesOptions): Outages {
  const modes = new Map<OutageService, OutageMode>();
  const ended = new EventTarget();
  setMaxListeners(0, ended);
  const begun = new Map<OutageService, AbortController>();
  const beginning = (service: OutageService): AbortSignal => {
    const controller = begun.get(service) ?? new AbortController();
    begun.set(service, controller);
    return controller.signal;
  };
  const serviceOf = (scope: string) =>
    (Object.keys(OUTAGE_SERVICES) as OutageService[]).find((service) => OUTAGE_SERVICES[service] === scope);
  return {
    set(service, mode) {
      if (mode) {
        modes.set(service, mode);
        begun.get(service)?.abort();
        begun.delete(service);
      } else {
        modes.delete(service);
      }
      ended.dispatchEvent(new Event('changed'));
    },
    current: () => Object.fromEntries(modes),
    of(scope, request) {
      const service = serviceOf(scope);
      const mode = service && modes.get(service);
      if (service && mode === 'fail') failed(service, request);
      return mode;
    },
    async over(service, signal) {
      while (modes.has(service) && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const done = () => {
            ended.removeEventListener('changed', done);
            signal.removeEventListener('abort', done);
            resolve();
          };
          ended.addEventListener('changed', done);
          signal.addEventListener('abort', done);
        });
      }
      return AbortSignal.any([signal, beginning(service)]);
    },
  };
}
