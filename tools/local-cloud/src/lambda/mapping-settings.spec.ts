import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../store/level-store';
import { createMappingSettings } from './mapping-settings';

describe('what somebody has set a mapping to', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mapping-settings-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('outlives the process, each mapping its own, and is nothing before', async () => {
    const first = await openStore(directory);
    const settings = createMappingSettings(first);
    expect(settings.of('a')).toEqual({});
    await settings.save('a', { enabled: false, tags: { breaker: 'open' } });
    await settings.save('b', { maximumConcurrency: 'unbounded' });
    await settings.save('a', { enabled: true });
    await first.close();
    const second = await openStore(directory);
    const after = createMappingSettings(second);
    expect([after.of('a'), after.of('b')]).toEqual([{ enabled: true }, { maximumConcurrency: 'unbounded' }]);
    await second.close();
  });
});
