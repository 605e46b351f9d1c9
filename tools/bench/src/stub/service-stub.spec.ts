import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceStub } from './service-stub';
import { watched } from './watched';

let stub: ServiceStub;
let url: string;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stub-'));
  const file = join(folder, 'file');
  writeFileSync(file, 'the object');
  stub = new ServiceStub({ file, latencyMs: 1 });
  url = await stub.start();
});
afterEach(async () => {
  await stub.stop();
  await rm(folder, { recursive: true });
});

const call = async (operation: string, body: object): Promise<unknown> => {
  const headers = { 'x-amz-target': `DynamoDB_20120810.${operation}` };
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
};
const put = (recordId: string, more: object = {}) => call('PutItem', { Item: { recordId: { S: recordId }, ...more } });
const given = async (...writes: readonly (() => Promise<unknown>)[]) =>
  (await watched(url, async () => {
    for (const write of writes) await write();
    return writes.length;
  })) as { readonly rows: number; readonly received: { readonly items: number; readonly sum: string } };

describe('the stub', () => {
  it('tells equal sets of items by equal sums, whatever their order, who wrote them and when', async () => {
    const one = await given(
      () => put('a', { payload: { M: { x: { N: '1' }, y: { N: '2' } } }, processedAt: { N: '1' } }),
      () => put('b'),
    );
    const other = await given(
      () => put('b', { source: { S: 'elsewhere' } }),
      () => put('a', { payload: { M: { y: { N: '2' }, x: { N: '1' } } }, processedAt: { N: '2' } }),
    );
    expect(one).toEqual(other);
    expect(one.received.items).toBe(2);
    const wrong = await given(
      () => put('a', { payload: { M: { x: { N: '1' }, y: { N: '3' } } } }),
      () => put('b'),
    );
    expect(wrong.received.sum).not.toBe(one.received.sum);
  });

  it('gives a receipt back to whoever updates it, and counts it as no item', async () => {
    const { received } = await given(() => put('file#one'));
    expect(received.items).toBe(0);
    expect(await call('UpdateItem', {})).toEqual({ Attributes: { recordId: { S: 'file#one' } } });
  });

  it('has one object, under every key', async () => {
    expect(await (await fetch(`${url}/bucket/key`)).text()).toBe('the object');
  });
});
