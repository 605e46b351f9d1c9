import { type Entry, entryIdOf, type ObservedEntry, trailObjects } from '@pipeline/audit-trail';
import { readTrail } from './read-trail';

const observed = (recordId: string, content: string, sequenceNumber = recordId.length): ObservedEntry => {
  const identity = { recordId, timestamp: '2026-03-14T00:00:00.000Z', revision: '1', action: 'WRITTEN' as const };
  const entry: Entry = {
    schemaVersion: 1,
    entryId: entryIdOf(identity),
    ...identity,
    image: { recordId: { S: recordId }, content: { S: content } },
  };
  return { entry, sequenceNumber: String(sequenceNumber), seconds: 1_773_446_400 };
};

/** A region whose bucket holds the objects of some batches, and a digest. */
function clientOf(...batches: readonly (readonly ObservedEntry[])[]) {
  const objects = new Map<string, Uint8Array>([['digests/region=r/dt=2026-03-14/hour=00.json', Buffer.from('{}')]]);
  for (const batch of batches) for (const { key, body } of trailObjects('us-east-1', batch)) objects.set(key, body);
  return {
    address: { region: 'us-east-1', endpoint: '', bucket: '', table: '', queue: '', api: '', auditBucket: 'trail' },
    async *keys() {
      await Promise.resolve();
      yield* [...objects.keys()].sort();
    },
    bytes: async (_bucket: string, key: string) => Promise.resolve(objects.get(key) ?? Buffer.of()),
  };
}
const read = async (client: ReturnType<typeof clientOf>) => {
  const entries: Entry[] = [];
  for await (const entry of readTrail(client)) entries.push(entry);
  return entries.map(({ recordId }) => recordId);
};

it('reads each identity once, also where a batch was bisected and its halves overlap the whole', async () => {
  const [a, b] = [observed('a', 'x'), observed('bb', 'y')];
  expect(await read(clientOf([a, b], [a], [b]))).toEqual(['a', 'bb']);
});

it('reads nothing where no trail is kept', async () => {
  const client = clientOf([observed('a', 'x')]);
  expect(await read({ ...client, address: { ...client.address, auditBucket: '' } })).toEqual([]);
});

it('names the object that holds another entry under one identity', async () => {
  await expect(read(clientOf([observed('a', 'x')], [observed('a', 'z', 9)]))).rejects.toThrow(
    /^s3:\/\/trail\/entries\/region=us-east-1\/dt=2026-03-14\/hour=00\/\S+ has another entry \S{22} than an object before it\.$/,
  );
});
