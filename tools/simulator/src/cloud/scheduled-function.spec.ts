import { quietNetwork } from '../testing/quiet-network';
import type { ExecutionEnvironment } from './execution-environment';
import { ScheduledFunction } from './scheduled-function';

const TIMEOUT = 1_000;

/** A function whose invocations are answered by `handle`; says in which environments they ran, and how they ended. */
function scheduled(handle: (rule: string, environment: ExecutionEnvironment, timeLeft: () => number) => Promise<void>) {
  const network = quietNetwork();
  const ran: string[] = [];
  const coldStart = (environment: ExecutionEnvironment) => async (event: never, context: never) => {
    const [resource = ''] = (event as { readonly resources: readonly string[] }).resources;
    const { getRemainingTimeInMillis } = context as { readonly getRemainingTimeInMillis: () => number };
    ran.push(environment.name);
    await handle(resource, environment, getRemainingTimeInMillis);
  };
  const schedule = new ScheduledFunction({ name: 'here/f', timeout: TIMEOUT, coldStart }, network, network.random);
  const { scheduler } = network;
  /** Fires it, and runs the world until the invocation is over. */
  const fire = async (rule = 'tick') => {
    const ending = schedule.fire(rule);
    await scheduler.run(scheduler.now + 2 * TIMEOUT);
    return ending;
  };
  return { schedule, scheduler, fire, ran };
}

it('hears of the rule that fired, in an environment that stays warm', async () => {
  const heard: string[] = [];
  const { fire, ran } = scheduled(async (rule) => void heard.push(rule));
  expect(await fire()).toBe('returned');
  expect(await fire('reconcile')).toBe('returned');
  expect(heard).toEqual([
    'arn:aws:events:here:111122223333:rule/tick',
    'arn:aws:events:here:111122223333:rule/reconcile',
  ]);
  expect(ran).toEqual(['here/f/1', 'here/f/1']);
});

it('fails, and is not fired again for it', async () => {
  const { fire, ran } = scheduled(() => Promise.reject(new Error('no')));
  expect(await fire()).toBe('failed');
  expect(ran).toHaveLength(1);
});

it('dies when its time is over, and begins anew', async () => {
  const left: number[] = [];
  const { scheduler, fire, ran } = scheduled(async (_, environment, timeLeft) => {
    await new Promise<void>((resolve) => scheduler.after(400, () => environment.deliver(resolve)));
    left.push(timeLeft());
    await new Promise<void>((resolve) => scheduler.after(TIMEOUT, () => environment.deliver(resolve)));
    left.push(timeLeft());
  });
  expect(await fire()).toBe('died');
  expect(left).toEqual([600]);
  await fire();
  expect(ran).toEqual(['here/f/1', 'here/f/2']);
});

it('runs twice side by side where it is fired twice, each in an environment of its own', async () => {
  const { schedule, scheduler, ran } = scheduled(
    (_, environment) => new Promise((resolve) => scheduler.after(100, () => environment.deliver(resolve))),
  );
  const endings = Promise.all([schedule.fire('tick'), schedule.fire('tick')]);
  await scheduler.run(TIMEOUT);
  expect(await endings).toEqual(['returned', 'returned']);
  expect(ran).toEqual(['here/f/1', 'here/f/2']);
});

it('loses its warm environment when it is killed', async () => {
  const { schedule, fire, ran } = scheduled(() => Promise.resolve());
  await fire();
  schedule.kill();
  await fire();
  expect(ran).toEqual(['here/f/1', 'here/f/2']);
});
