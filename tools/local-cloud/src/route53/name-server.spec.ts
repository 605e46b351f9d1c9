import { promises } from 'node:dns';
import type { PlannedRecord } from '../template/plan-dns';
import { type NameServer, startNameServer } from './name-server';

const NAME = 'active-region.pipeline.internal';
const record = (failover: 'PRIMARY' | 'SECONDARY', healthCheckId: string): PlannedRecord => ({
  name: NAME,
  type: 'TXT',
  ttlSeconds: 60,
  values: [`"${healthCheckId}"`],
  failover,
  healthCheckId,
});

describe('the name server of a region', () => {
  let healthy: boolean;
  let server: NameServer;
  let resolver: promises.Resolver;
  beforeAll(async () => {
    server = await startNameServer({
      port: 0,
      records: [
        record('PRIMARY', 'us-east-1'),
        record('SECONDARY', 'us-west-2'),
        { name: 'api.pipeline.internal', type: 'A', ttlSeconds: 60, values: ['10.0.0.1'] },
      ],
      isHealthy: (id) => id === 'us-west-2' || healthy,
      ttl: (seconds) => seconds / 60,
    });
    resolver = new promises.Resolver({ timeout: 2_000, tries: 2 });
    resolver.setServers([`127.0.0.1:${server.port}`]);
  });
  afterAll(() => server.close());

  it('answers with whichever of the pair is healthy', async () => {
    healthy = true;
    expect(await resolver.resolveTxt(NAME)).toEqual([['us-east-1']]);
    healthy = false;
    expect(await resolver.resolveTxt(NAME)).toEqual([['us-west-2']]);
  });

  it('says how long an answer may be kept', async () => {
    expect(await resolver.resolve4('api.pipeline.internal', { ttl: true })).toEqual([{ address: '10.0.0.1', ttl: 1 }]);
  });

  it('knows no other names', async () => {
    await expect(resolver.resolveTxt('other.pipeline.internal')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolver.resolve4(NAME)).rejects.toMatchObject({ code: 'ENODATA' });
  });

  it('takes another port where its own is taken', async () => {
    const options = { port: server.port, records: [], isHealthy: () => true, ttl: (seconds: number) => seconds };
    const other = await startNameServer(options);
    expect(other.port).not.toBe(server.port);
    await other.close();
  });
});
