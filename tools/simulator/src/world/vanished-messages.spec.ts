import { SimulatedTable } from '../cloud/simulated-table';
import type { FunctionUnderTest } from '../function/load-function';
import type { FaultId } from '../nemesis/fault-classes';
import { quietNetwork } from '../testing/quiet-network';
import { Deliveries } from './deliveries';
import { Processing } from './processing';
import { loseMessage } from './vanished-messages';

const REGIONS = ['us-east-1', 'us-west-2'];

/** Some files whose function works on each message for ten seconds; says which ones it came to the end of. */
async function worked(faults: readonly FaultId[]) {
  const network = quietNetwork(faults);
  const { scheduler, random, nemesis } = network;
  const ended: string[] = [];
  const subject = {
    awsPorts: (ports: unknown) => ports,
    createHandler:
      ({ clock }: { clock: { sleep(milliseconds: number): Promise<void> } }) =>
      async ({ Records }: { Records: readonly { readonly body: string }[] }) => {
        await clock.sleep(10_000);
        ended.push(...Records.map(({ body }) => body));
      },
  } as unknown as FunctionUnderTest;
  const table = new SimulatedTable(REGIONS, scheduler, { lag: () => 10 });
  const processing = new Processing({ regions: REGIONS, table, network, random, subject, epoch: 0, rows: 100 });
  const parts = { scheduler, random, nemesis, input: nemesis, inputRandom: random, epoch: 0 };
  const deliveries = new Deliveries(processing.services, parts);
  deliveries.upload(100);
  loseMessage({ processing, deliveries, network, random });
  await scheduler.run(24 * 3_600_000);
  return { ended, files: deliveries.files.length, hits: nemesis.hits.get('F45') ?? 0 };
}

it('loses one message for good, which nobody comes to the end of', async () => {
  const { ended, files, hits } = await worked(['F45']);
  expect(hits).toBe(1);
  expect(new Set(ended).size).toBe(files - 1);
});

it('loses none where the fault takes no part', async () => {
  const { ended, files, hits } = await worked([]);
  expect(hits).toBe(0);
  expect(new Set(ended).size).toBe(files);
});
