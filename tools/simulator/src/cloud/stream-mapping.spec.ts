import type { AuditorHandler } from '@pipeline/stream-auditor';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { History } from '../engine/history';
import { Random } from '../engine/random';
import { Scheduler } from '../engine/scheduler';
import { Nemesis } from '../nemesis/nemesis';
import type { ExecutionEnvironment } from './execution-environment';
import { StreamMapping } from './stream-mapping';

const HOUR = 3_600_000;

/** A stream with 40 changes of 5 items, and the names of the batches' changes as the function was given them. */
function world(answer: (names: readonly string[], environment: ExecutionEnvironment) => unknown) {
  const scheduler = new Scheduler(new Random(1));
  const random = new Random(2);
  const nemesis = new Nemesis(random, { faults: [], share: 0, until: 0 }, () => scheduler.now);
  const batches: string[][] = [];
  const coldStart = (environment: ExecutionEnvironment): AuditorHandler => {
    const handler = async ({ Records }: DynamoDBStreamEvent) => {
      const names = Records.map(({ dynamodb }) => String(dynamodb?.NewImage?.['name']?.S));
      batches.push(names);
      return answer(names, environment);
    };
    return handler as unknown as AuditorHandler;
  };
  const mapping = new StreamMapping(
    { region: 'here', timeout: 1_000, batchSize: 100, window: 100, retries: 3, shards: 2, epoch: 0, coldStart },
    { scheduler, random, history: new History(), nemesis },
  );
  const write = (from: number, to: number) => {
    for (let count = from; count < to; count += 1) {
      const key = `item ${count % 5}`;
      const newImage = { recordId: key, timestamp: 't', name: `${key}: ${String(count).padStart(2, '0')}` };
      mapping.push({ region: 'here', key, local: true, newImage });
    }
  };
  return { mapping, scheduler, batches, write };
}

const sequenceOf = (names: readonly string[], key: string) => names.filter((name) => name.startsWith(key));

it('hands on the changes of one item in their order, over a split of its shard too', async () => {
  const { mapping, scheduler, batches, write } = world(() => ({ batchItemFailures: [] }));
  write(0, 20);
  mapping.split();
  write(20, 40);
  await scheduler.run(HOUR);
  const names = batches.flat();
  expect(names).toHaveLength(40);
  for (let item = 0; item < 5; item += 1) {
    const own = sequenceOf(names, `item ${item}`);
    expect(own).toEqual([...own].sort());
  }
});

it('gives up the one change that always fails, whole, and no other', async () => {
  const { mapping, scheduler, batches, write } = world((names) => {
    if (names.includes('item 3: 13')) throw new Error('poison');
    return { batchItemFailures: [] };
  });
  write(0, 40);
  await scheduler.run(HOUR);
  expect(mapping.failures).toMatchObject([{ record: { change: { newImage: { name: 'item 3: 13' } } }, tries: 4 }]);
  const settled = new Set(batches.filter((names) => !names.includes('item 3: 13')).flat());
  expect(settled.size).toBe(39);
});

it('goes on from the lowest change that was named', async () => {
  const { scheduler, batches, write } = world((names) => ({
    batchItemFailures: names.length < 4 ? [] : ['4', '3'].map((end) => ({ itemIdentifier: `10000000000${end}` })),
  }));
  for (let count = 0; count < 20; count += 5) write(count, count + 1);
  await scheduler.run(HOUR);
  const all = ['item 0: 00', 'item 0: 05', 'item 0: 10', 'item 0: 15'];
  expect(batches).toEqual([all, all.slice(2)]);
});

it.each([
  ['dies', (environment: ExecutionEnvironment) => environment.kill()],
  ['never answers', () => undefined],
])('takes a batch for failed whose function %s', async (_, happens) => {
  let tries = 0;
  const { mapping, scheduler, batches, write } = world((_names, environment) => {
    tries += 1;
    if (tries > 1) return { batchItemFailures: [] };
    happens(environment);
    return new Promise(() => undefined);
  });
  write(0, 1);
  await scheduler.run(HOUR);
  expect(batches).toEqual([['item 0: 00'], ['item 0: 00']]);
  expect(mapping.failures).toEqual([]);
});
