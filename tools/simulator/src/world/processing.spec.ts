import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { BreakerWatch } from '../check/watch-breakers';
import { SimulatedTable } from '../cloud/simulated-table';
import type { FunctionUnderTest } from '../function/load-function';
import { quietNetwork } from '../testing/quiet-network';
import { Processing } from './processing';

const REGIONS = ['us-east-1', 'us-west-2'];

interface Environment {
  readonly TABLE_REGION: string;
  readonly WRITER: string;
  readonly PIPELINE_REGIONS: readonly string[];
}
interface Ports {
  readonly environment: Environment;
  readonly clients: { readonly table: { send(command: object): Promise<unknown> } };
}
type Handle = (ports: Ports, bodies: readonly string[]) => Promise<unknown>;

/** A build whose function does what `handle` does, under its own environment and clients. */
const build = (handle: Handle) =>
  ({
    awsPorts: (ports: Ports) => ports,
    createHandler: (ports: Ports) => (event: { readonly Records: readonly { readonly body: string }[] }) =>
      handle(
        ports,
        event.Records.map(({ body }) => body),
      ),
  }) as unknown as FunctionUnderTest;

function processingUnderTest(handle: Handle, breakers?: BreakerWatch) {
  const network = quietNetwork();
  const { scheduler, random } = network;
  const table = new SimulatedTable(REGIONS, scheduler, { lag: () => 10 });
  const subject = build(handle);
  const processing = new Processing({
    regions: REGIONS,
    table,
    network,
    random,
    subject,
    epoch: 0,
    rows: 100,
    ...(breakers ? { breakers } : {}),
  });
  return { processing, scheduler };
}

it('hands a message to the function of its region, which writes as that region does', async () => {
  const seen: unknown[] = [];
  const { processing, scheduler } = processingUnderTest(async ({ environment }, bodies) => {
    seen.push([environment.TABLE_REGION, environment.WRITER, ...bodies]);
    expect(environment.PIPELINE_REGIONS).toEqual(REGIONS);
  });
  processing.services[0]?.ingest.send('a');
  await scheduler.run(1_000);
  processing.services[1]?.ingest.send('b');
  await scheduler.run(2_000);
  expect(seen).toEqual([
    ['us-east-1', 'lean', 'a'],
    ['us-west-2', 'sdk', 'b'],
  ]);
  expect(processing.invocations).toBe(2);
  expect(processing.services.map(({ ingest }) => ingest.messages.size)).toEqual([0, 0]);
});

it('moves what fails at every receive to the dead letters of its region', async () => {
  const { processing, scheduler } = processingUnderTest(() => Promise.reject(new Error('no')));
  processing.services[0]?.ingest.send('a');
  await scheduler.run(24 * 3_600_000);
  expect(
    processing.services.map(({ deadLetters }) => [...deadLetters.messages.values()].map(({ body }) => body)),
  ).toEqual([['a'], []]);
});

it('serves with the other build from its deployment on', async () => {
  const by: string[] = [];
  const { processing, scheduler } = processingUnderTest(async () => void by.push('old'));
  processing.services[0]?.ingest.send('a');
  await scheduler.run(1_000);
  processing.deploy(build(async () => void by.push('new')));
  for (const { ingest } of processing.services) ingest.send('b');
  await scheduler.run(2_000);
  expect(by).toEqual(['old', 'new', 'new']);
});

it('shows whoever watches the breakers each call of the table and its answer', async () => {
  const breakers = new BreakerWatch({ from: 0, to: Infinity });
  const { processing, scheduler } = processingUnderTest(async ({ clients }) => {
    const Key = { recordId: 'a', timestamp: 't' };
    expect(await clients.table.send(new GetCommand({ TableName: 't', Key }))).toEqual({});
    // A key that is none: the table refuses it, and the caller hears of that.
    const refused = clients.table.send(new GetCommand({ TableName: 't', Key: {} }));
    await expect(refused).rejects.toMatchObject({ name: 'ValidationException' });
  }, breakers);
  processing.services[0]?.ingest.send('a');
  await scheduler.run(1_000);
  expect(breakers).toMatchObject({ calls: 2, past: 0 });
  expect(processing.services[0]?.ingest.messages.size).toBe(0);
});
