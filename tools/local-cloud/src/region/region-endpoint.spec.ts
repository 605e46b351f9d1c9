import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CannotRun } from '../template/cannot-run';
import { createMetricStore } from '../lambda/metrics';
import type { Plan } from '../template/planned';
import { closeServer, listen, systemErrors } from './region-endpoint';
import { freePort } from './testing/free-port';

describe('a port', () => {
  it('is listened on, on this machine alone', async () => {
    const server = createServer();
    await listen(server, await freePort());
    expect((server.address() as AddressInfo).address).toBe('127.0.0.1');
    await closeServer(server);
  });

  it('that another program has is told, with what to do', async () => {
    const port = await freePort();
    const first = createServer();
    await listen(first, port);
    const refused = await listen(createServer(), port).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CannotRun);
    expect(refused).toMatchObject({
      message: `Port ${port} is taken by another program. Stop it, or choose another port with --port.`,
    });
    await closeServer(first);
  });

  it('is free again at once, though a client keeps its connection', async () => {
    const port = await freePort();
    const server = createServer((_, answer) => void answer.write('the rest never comes'));
    await listen(server, port);
    const answer = await fetch(`http://127.0.0.1:${port}`);
    const cut = answer.text().catch(() => 'cut');
    await closeServer(server);
    expect(await cut).toBe('cut');
    const next = createServer().listen(port, '127.0.0.1');
    await once(next, 'listening');
    await closeServer(next);
  });
});

describe('faults that DynamoDB answers with', () => {
  const counted = (service: 'table' | 'bucket' | 'queue', headers: Record<string, string>) => {
    const metrics = createMetricStore();
    const plan = { tables: [{ name: 'items' }] } as unknown as Plan;
    systemErrors(plan, metrics, { now: () => 120_000 })(service, { headers });
    return metrics.metrics();
  };

  it('are counted by table and operation, as CloudWatch has them', () => {
    expect(counted('table', { 'x-amz-target': 'DynamoDB_20120810.PutItem' })).toEqual([
      {
        namespace: 'AWS/DynamoDB',
        name: 'SystemErrors',
        dimensions: { TableName: 'items', Operation: 'PutItem' },
        unit: 'Count',
        timestamp: 120_000,
        sum: 1,
        sampleCount: 1,
        minimum: 1,
        maximum: 1,
      },
    ]);
  });

  it.each(['bucket', 'queue'] as const)('are none of the %s', (service) => {
    expect(counted(service, { 'x-amz-target': 'AmazonSQS.SendMessage' })).toEqual([]);
  });
});
