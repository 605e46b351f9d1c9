import { createHealth } from './health';
import { MemoryCloud } from './testing/memory-ports';

const never = () => new Promise<never>(() => undefined);

describe('the health of a region', () => {
  it('is that of table, bucket and queue, asked once for all who ask within five seconds', async () => {
    const cloud = new MemoryCloud();
    let asked = 0;
    cloud.probes = { ...cloud.probes, table: async () => void (asked += 1) };
    const health = createHealth(cloud.ports());
    expect((await Promise.all([health(), health()]))[0]).toMatchObject({ status: 'ok', region: 'us-east-1' });
    cloud.now += 4_999;
    await health();
    expect(asked).toBe(1);
    cloud.now += 1;
    await health();
    expect(asked).toBe(2);
  });

  it('names what fails, and not what it said', async () => {
    const cloud = new MemoryCloud();
    cloud.probes = { ...cloud.probes, bucket: () => Promise.reject(new Error('the key of somebody')) };
    const { status, checks } = await createHealth(cloud.ports())();
    expect([status, checks.table.ok, checks.bucket.ok]).toEqual(['failing', true, false]);
    expect(checks.bucket.reason).toBe('S3 answered Error; the log of the function says more.');
    expect(cloud.logged).toHaveLength(1);
  });

  it('does not wait for what hangs', async () => {
    const cloud = new MemoryCloud();
    cloud.probes = { ...cloud.probes, queue: never };
    const { status, checks } = await createHealth(cloud.ports())();
    expect([status, checks.queue.reason]).toEqual(['failing', 'SQS did not answer within 2000 ms.']);
  });
});
