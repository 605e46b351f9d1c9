import { checkConfig } from './check-config';
import { environments } from './environments';

const { prod } = environments;

describe('checkConfig', () => {
  it.each(Object.entries(environments))('finds nothing wrong with %s', (_name, config) => {
    expect(checkConfig(config)).toEqual([]);
  });

  it('wants two regions', () => {
    expect(checkConfig({ ...prod, standbyRegion: 'us-east-1' })).toEqual([
      'standbyRegion is us-east-1, the primary region: choose another one.',
    ]);
  });

  it('names every mistake at once', () => {
    expect(
      checkConfig({ ...prod, standbyRegion: 'us-east-1', storage: { ...prod.storage, statusShards: 12 } }),
    ).toHaveLength(2);
  });
});
