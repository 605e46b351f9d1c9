import { createHash } from 'node:crypto';
import { SimulatedBucket } from '../cloud/simulated-bucket';
import { checkDigests } from './check-digests';
import type { Ended } from './ended';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const entryKey = (name: string) => `entries/region=us-east-1/dt=2026-03-14/hour=09/${name}.ndjson.gz`;
const digestKey = (hour: string) => `digests/region=us-east-1/dt=2026-03-14/hour=${hour}.json`;

interface Told {
  readonly previous?: string | null;
  readonly objects?: readonly { readonly key: string; readonly sha256: string }[];
}

/** A trail of two objects and the digests of three hours, each as it should be but for what is told. */
function trail(told: Readonly<Record<string, Told>> = {}, hours = ['09', '10', '11']): SimulatedBucket {
  const bucket = new SimulatedBucket('trail');
  const put = (key: string, text: string) => bucket.put(key, Buffer.from(text), 0);
  const named = ['a', 'b'].map((name) => ({ key: entryKey(name), sha256: sha256(name) }));
  for (const name of ['a', 'b']) put(entryKey(name), name);
  let previous: string | null = null;
  for (const hour of hours) {
    const objects = hour === '09' ? named : [];
    const text = JSON.stringify({ hour: `dt=2026-03-14/hour=${hour}`, previous, objects, ...told[hour] });
    put(digestKey(hour), text);
    previous = sha256(text);
  }
  return bucket;
}

const judge = (bucket: SimulatedBucket): string[] =>
  checkDigests({ auditing: { regions: [{ region: 'us-east-1', trail: bucket }] } } as unknown as Ended);

it('holds of digests that chain and name every object once, with its hash', () => {
  expect(judge(trail())).toEqual([]);
});

it('holds of a trail without changes', () => {
  expect(judge(new SimulatedBucket('trail'))).toEqual([]);
});

it.each<[string, SimulatedBucket, string]>([
  [
    'a chain that is broken',
    trail({ '10': { previous: sha256('other') } }),
    `${digestKey('10')} does not name the hash of the digest before it`,
  ],
  [
    'a first digest with one before it',
    trail({ '09': { previous: sha256('other') } }),
    `${digestKey('09')} does not name the hash of the digest before it`,
  ],
  ['an hour without digest', trail({}, ['09', '11']), `there is a gap before ${digestKey('11')}`],
  [
    'an object in two digests',
    trail({ '10': { objects: [{ key: entryKey('a'), sha256: sha256('a') }] } }),
    `${entryKey('a')} is in two digests`,
  ],
  [
    'an object in none',
    trail({ '09': { objects: [{ key: entryKey('a'), sha256: sha256('a') }] } }),
    `no digest of us-east-1 names ${entryKey('b')}`,
  ],
  [
    'another hash',
    trail({ '09': { objects: ['a', 'b'].map((name) => ({ key: entryKey(name), sha256: sha256('a') })) } }),
    `a digest has another hash of ${entryKey('b')}`,
  ],
  [
    'an object that is not there',
    trail({ '10': { objects: [{ key: entryKey('c'), sha256: sha256('c') }] } }),
    `a digest names ${entryKey('c')}, which is not there`,
  ],
])('%s is a problem', (_, bucket, problem) => {
  expect(judge(bucket)).toEqual([problem]);
});
