import { settled } from './deliver';
import type { RegionClient } from './region-client';

interface State {
  readonly messages?: number;
  readonly behind?: number;
  readonly backlog?: number;
  readonly newest?: number;
}

/** A region that shows one state after the other, the last one for good. */
function regionShowing(...states: readonly State[]) {
  let looks = 0;
  const state = () => states[Math.min(looks, states.length) - 1] ?? {};
  return {
    looks: () => looks,
    client: {
      address: { region: 'here' },
      queueDepth() {
        looks += 1;
        return Promise.resolve(state().messages ?? 0);
      },
      replication: () => Promise.resolve({ replicas: [{ region: 'there', backlog: state().behind ?? 0 }] }),
      streams: () =>
        Promise.resolve([{ functionName: 'f', backlog: state().backlog ?? 0, newest: state().newest ?? 0 }]),
    } as unknown as RegionClient,
  };
}

describe('settled', () => {
  it.each<[string, State]>([
    ['a queue has a message', { messages: 1 }],
    ['another region has not got a change', { behind: 1 }],
    ['a mapping has a record left', { backlog: 1 }],
  ])('waits while %s', async (_, state) => {
    const { client, looks } = regionShowing(state, {});
    await settled([client]);
    expect(looks()).toBe(3);
  });

  it('waits while a table changes between two looks', async () => {
    const { client, looks } = regionShowing({ newest: 1 }, { newest: 2 }, { newest: 2 });
    await settled([client]);
    expect(looks()).toBe(3);
  });

  it('waits again when what was still comes back to life', async () => {
    const { client, looks } = regionShowing({}, { messages: 1 }, {}, {});
    await settled([client]);
    expect(looks()).toBe(4);
  });
});
