import middy, { type MiddlewareObj } from '@middy/core';
import type { Context, EventBridgeEvent } from 'aws-lambda';
import { reconcile } from './reconcile';
import type { Ports } from './ports';
import { openState, Overtaken } from './state-keeper';
import { tick } from './tick';

export type ScheduledEvent = EventBridgeEvent<'Scheduled Event', unknown>;
export type SentinelHandler = (event: ScheduledEvent, context: Context) => Promise<void>;

/** Name of the rule that fired: an event has its ARN, `…:rule/<name>`. */
const ruleOf = ({ resources }: ScheduledEvent): string | undefined => /:rule\/(.+)$/.exec(resources?.[0] ?? '')?.[1];

/** The function over its ports: a list of middlewares and one call. */
export const createHandler = (ports: Ports, ...middlewares: readonly MiddlewareObj[]): SentinelHandler =>
  middy<ScheduledEvent, unknown, Error, Context>()
    .use([...middlewares])
    .handler(async (event, context) => {
      const timeLeft = () => context.getRemainingTimeInMillis();
      const rule = ruleOf(event);
      const { TICK_RULE, RECONCILE_RULE } = ports.environment;
      try {
        if (rule === TICK_RULE) await tick(ports, timeLeft);
        else if (rule === RECONCILE_RULE) await reconcile(await openState(ports), ports, timeLeft);
        else
          throw new Error(
            `The sentinel hears of the rules ${TICK_RULE} and ${RECONCILE_RULE}, not of ${rule ?? 'an event without one'}.`,
          );
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
        ports.log.info(error.message);
      }
    }) as unknown as SentinelHandler;
