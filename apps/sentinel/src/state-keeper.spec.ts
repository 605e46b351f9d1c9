import type { Ports } from './ports';
import { newState } from './sentinel-state';
import { openState, Overtaken } from './state-keeper';

const NOW = 1_773_480_360_000;
const FRESH = newState(['us-east-1', 'us-west-2'], NOW);

/** The item in which the state is, and what was said of it in the log. */
function world(stored?: { text: string; revision: number }) {
  const said: string[] = [];
  const item = { stored };
  const ports = {
    clock: { now: () => NOW },
    environment: { TABLE_REGION: 'us-east-1', OTHER_REGION: 'us-west-2' },
    log: { warn: (message: string) => said.push(message) },
    heartbeats: {
      loadState: () => Promise.resolve(item.stored),
      saveState: (text: string, revision: number) => {
        if ((item.stored?.revision ?? 0) !== revision) return Promise.resolve('overtaken');
        item.stored = { text, revision: revision + 1 };
        return Promise.resolve('saved');
      },
    },
  } as unknown as Ports;
  return { ports, said, item };
}

it('begins anew where there is no state, and finds what was saved', async () => {
  const { ports, said } = world();
  const keeper = await openState(ports);
  expect(keeper.state).toEqual(FRESH);
  await keeper.save({ ...FRESH, beats: [NOW] });
  await keeper.save({ ...FRESH, beats: [NOW], unmatched: 2 });
  expect((await openState(ports)).state).toEqual({ ...FRESH, beats: [NOW], unmatched: 2 });
  expect(said).toEqual([]);
});

it('stops whoever another invocation has overtaken, and keeps what that one saved', async () => {
  const { ports, item } = world();
  const [first, second] = [await openState(ports), await openState(ports)];
  await second.save({ ...FRESH, unmatched: 7 });
  await expect(first.save({ ...FRESH, unmatched: 1 })).rejects.toThrow(Overtaken);
  expect(first.state).toEqual(FRESH);
  expect(JSON.parse(item.stored?.text ?? '')).toMatchObject({ unmatched: 7 });
});

it('begins anew, and says so, where the state is of an earlier version', async () => {
  const { ports, said } = world({ text: '{"regions":"elsewhere"}', revision: 4 });
  const keeper = await openState(ports);
  expect(keeper.state).toEqual(FRESH);
  expect(said).toEqual(['The state of an earlier version of the sentinel is not known any more: it starts anew.']);
  await keeper.save(FRESH);
});
