import * as fc from 'fast-check';
import { fileId } from '@pipeline/record-schema';
import { HOME, MemoryWorld, OTHER } from './testing/memory-world';

const lose = async (world: MemoryWorld, ...services: ('table' | 'bucket' | 'queue')[]) => {
  for (const service of services) world.out.add(`${service} ${OTHER}`);
  for (let tick = 0; tick < 3; tick += 1) await world.tick();
};
const idOf = ({ key, versionId }: { key: string; versionId: string }) =>
  fileId({ role: 'ingestion-us-west-2', key, versionId });

describe('the files of a region', () => {
  it('that is lost are adopted under the identity they have, if no receipt says that they are completed or in hand', async () => {
    const world = new MemoryWorld();
    const waiting = world.object(OTHER, 'incoming/weather/waiting.csv');
    const begun = world.object(OTHER, 'incoming/weather/begun.csv');
    world.receipt(OTHER, OTHER, begun, 'PROCESSING');
    world.receipt(OTHER, OTHER, world.object(OTHER, 'incoming/weather/done.csv'), 'COMPLETED_WITH_REJECTS');
    world.receipt(OTHER, HOME, world.object(OTHER, 'incoming/weather/in-hand.csv'), 'PROCESSING');
    world.object(OTHER, 'incoming/nobody/x.bin');
    await lose(world, 'table');
    expect(world.announced).toContain('us-east-1: us-west-2 is lost');
    expect(world.sent).toEqual(
      [waiting, begun].map((version) => ({
        kind: 'adopt',
        address: {
          bucket: 'serverless-data-ingestion-prod',
          key: `adopted/${idOf(version)}`,
          versionId: `copy-of-${version.versionId}`,
        },
        origin: {
          role: 'ingestion-us-west-2',
          key: version.key,
          versionId: version.versionId,
          lastModified: version.lastModified,
        },
      })),
    );
    expect(world.counted.get('filesAdopted')).toBe(2);
  });

  it('that answers are nobody else’s', async () => {
    const world = new MemoryWorld();
    world.object(OTHER, 'incoming/weather/a.csv');
    world.out.add(`queue ${OTHER}`);
    await world.tick();
    await world.tick();
    world.out.clear();
    for (let tick = 0; tick < 5; tick += 1) await world.tick();
    expect(world.sent).toEqual([]);
  });

  it('are left alone while the home region itself is in trouble', async () => {
    const world = new MemoryWorld();
    world.object(OTHER, 'incoming/weather/a.csv');
    world.out.add(`queue ${HOME}`);
    await lose(world, 'queue');
    expect(world.sent).toEqual([]);
  });

  it('that come back are not adopted any more, and what was is acknowledged by its receipt', async () => {
    const world = new MemoryWorld();
    const version = world.object(OTHER, 'incoming/weather/a.csv');
    await lose(world, 'table');
    world.receipt(OTHER, HOME, version, 'COMPLETED');
    world.out.clear();
    for (let tick = 0; tick < 10; tick += 1) await world.tick();
    await lose(world, 'table');
    for (let tick = 0; tick < 10; tick += 1) await world.tick();
    expect(world.sent).toHaveLength(1);
    expect(world.announced).toContain('us-east-1: us-west-2 is back');
  });

  it('that can’t be fetched are told to the producers, once, and adopted when their bucket answers', async () => {
    const world = new MemoryWorld();
    const version = world.object(OTHER, 'incoming/weather/a.csv');
    world.receipt(OTHER, OTHER, version, 'RECEIVED');
    world.ticket(OTHER, 'incoming/weather/01J/promised.csv');
    await lose(world, 'table', 'bucket', 'queue');
    for (let tick = 0; tick < 6; tick += 1) await world.tick();
    expect(world.announced.filter((subject) => subject.includes('wait'))).toEqual([
      'us-east-1: 2 files wait in us-west-2',
    ]);
    expect(world.counted.get('filesUnreachable')).toBe(2);
    world.out.delete(`bucket ${OTHER}`);
    for (let tick = 0; tick < 3; tick += 1) await world.tick();
    expect(world.sent.map(({ origin }) => origin.key)).toEqual([version.key]);
  });

  it('are left to another invocation that has gone on meanwhile', async () => {
    const world = new MemoryWorld();
    for (let at = 0; at < 5; at += 1) world.object(OTHER, `incoming/weather/${at}.csv`);
    await lose(world, 'table');
    for (let tick = 0; tick < 5; tick += 1) await world.tick();
    const theirs = { text: world.state?.text ?? '', revision: 77 };
    let listed = 0;
    world.hook = (call, when) => {
      if (call === 'list' && when === 'after' && (listed += 1) === 1) world.state = theirs;
    };
    await world.tick();
    expect([listed, world.state]).toEqual([1, theirs]);
    // The bucket answers: there is nothing to tell producers of.
    expect(world.counted.has('filesUnreachable')).toBe(false);
  });

  it('are all adopted wherever the sentinel is killed, under one identity each', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(9),
        fc.array(fc.tuple(fc.nat(40), fc.constantFrom('before' as const, 'after' as const)), { maxLength: 5 }),
        async (files, kills) => {
          const world = new MemoryWorld();
          const versions = Array.from({ length: files }, (_, at) => world.object(OTHER, `incoming/weather/${at}.csv`));
          world.out.add(`table ${OTHER}`);
          for (const [at, when] of kills) {
            let calls = 0;
            world.hook = (call, now) => {
              if (!['saveState', 'copy', 'send', 'list', 'announce'].includes(call) || now !== when) return;
              if (calls === at) throw new Error('killed');
              calls += 1;
            };
            await world.tick().catch(() => undefined);
          }
          world.hook = () => undefined;
          for (let tick = 0; tick < 14; tick += 1) await world.tick();
          const adopted = new Set(world.sent.map(({ address }) => address.key));
          expect(adopted).toEqual(new Set(versions.map((version) => `adopted/${idOf(version)}`)));
        },
      ),
      { numRuns: 100 },
    );
  });
});
