import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  digestKey,
  digestText,
  type Entry,
  entryIdOf,
  hourOf,
  hoursAfter,
  readObjectKey,
  sha256Of,
  type TrailHour,
  type TrailObject,
  trailObjects,
} from '@pipeline/audit-trail';
import { folderSource, type TrailSource } from './trail-source';
import { verifyTrails } from './verify-trail';

const NINE = 'dt=2026-03-14/hour=09';
const at = (hours: number): TrailHour => hoursAfter(NINE, hours);

function entry(row: number, celsius = row, dataset = 'sensor-readings'): Entry {
  const identity = { recordId: `${dataset}#${row}`, timestamp: 't', revision: `r${row}`, action: 'WRITTEN' as const };
  return { schemaVersion: 1, entryId: entryIdOf(identity), ...identity, dataset, image: { c: { N: String(celsius) } } };
}

function objectOf(hours: number, rows: readonly Entry[], region = 'us-east-1'): TrailObject {
  const seconds = Date.parse('2026-03-14T09:30:00Z') / 1_000 + hours * 3_600;
  const observed = rows.map((one, index) => ({ entry: one, sequenceNumber: String(100 + index), seconds }));
  return trailObjects(region, observed)[0]!;
}

type Trail = Map<string, Uint8Array>;

/** Puts digests of some hours after the objects that are there, each with the hash of the one before. */
function seal(trail: Trail, count: number, region = 'us-east-1'): Trail {
  let previous: string | null = null;
  for (let hours = 0; hours < count; hours += 1) {
    const hour = at(hours);
    const objects = [...trail]
      .filter(([key]) => readObjectKey(key)?.hour === hour)
      .map(([key, body]) => ({ key, sha256: sha256Of(body), bytes: body.length }));
    const text = digestText({ region, hour, writtenAt: Date.parse('2026-03-14T13:15:00Z'), previous, objects });
    trail.set(digestKey(region, hour), Buffer.from(text));
    previous = sha256Of(text);
  }
  return trail;
}

const objects = (region?: string) =>
  [0, 1, 2, 3].map((hours) => objectOf(hours, [entry(hours), entry(hours + 10)], region));
const trailOf = (all: readonly TrailObject[], sealed = 3, region = 'us-east-1'): Trail =>
  seal(new Map(all.map(({ key, body }) => [key, body])), sealed, region);

const sourceOf = (trail: Trail, more: Partial<TrailSource> = {}, name = 'trail'): TrailSource => ({
  name,
  list: async () => [...trail.keys()].map((key) => ({ key })),
  read: async (key) => trail.get(key)!,
  ...more,
});

const found = async (trail: Trail) =>
  (await verifyTrails([sourceOf(trail)])).findings.map(({ kind, key }) => `${kind} ${key}`);

describe('a trail', () => {
  it('that nobody touched holds, and its entries are counted once over both regions', async () => {
    const [east, west] = [trailOf(objects()), trailOf(objects('us-west-2'), 4, 'us-west-2')];
    const verified = await verifyTrails([sourceOf(east), sourceOf(west)]);
    expect(verified.findings).toEqual([]);
    expect(verified).toMatchObject({ objects: 8, unsealed: 1, entries: { 'sensor-readings': 8 } });
    expect(verified.heads.map(({ key }) => key)).toEqual([
      digestKey('us-east-1', at(2)),
      digestKey('us-west-2', at(3)),
    ]);
  });

  it('is read from a folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trail-'));
    for (const [key, body] of trailOf(objects())) {
      await mkdir(dirname(join(folder, key)), { recursive: true });
      await writeFile(join(folder, key), body);
    }
    const { findings, objects: read } = await verifyTrails([folderSource(folder)]);
    await rm(folder, { recursive: true });
    expect([findings, read]).toEqual([[], 4]);
  });

  it('that is none is refused', async () => {
    await expect(verifyTrails([sourceOf(new Map())])).rejects.toThrow('There is no trail in trail');
  });
});

describe('of a trail is found', () => {
  const all = objects();
  const [nine, ten, eleven] = all as [TrailObject, TrailObject, TrailObject];
  const digest = (hours: number) => digestKey('us-east-1', at(hours));
  let trail: Trail;
  beforeEach(() => (trail = trailOf(all)));

  it('a byte that was flipped', async () => {
    const body = Uint8Array.from(ten.body);
    body[20]! ^= 1;
    trail.set(ten.key, body);
    expect(await found(trail)).toEqual([`altered ${ten.key}`]);
  });

  it('an object that was removed', async () => {
    trail.delete(ten.key);
    expect(await found(trail)).toEqual([`removed ${ten.key}`]);
  });

  it('an object that was inserted, with a name of its own or with any', async () => {
    const other = objectOf(1, [entry(77)]);
    trail.set(other.key, other.body);
    trail.set('entries/region=us-east-1/dt=2026-03-14/hour=10/notes.txt', Buffer.from('x'));
    expect((await found(trail)).sort()).toEqual(
      [`inserted ${other.key}`, 'inserted entries/region=us-east-1/dt=2026-03-14/hour=10/notes.txt'].sort(),
    );
  });

  it('an object whose bytes were replaced by those of another that is whole', async () => {
    trail.set(ten.key, objectOf(1, [entry(1, 99)]).body);
    expect(await found(trail)).toEqual([`altered ${ten.key}`]);
  });

  it('an entry that was changed in an object that was renamed to fit', async () => {
    const changed = objectOf(1, [entry(1, 99), entry(11)]);
    trail.delete(ten.key);
    trail.set(changed.key, changed.body);
    expect((await found(trail)).sort()).toEqual([`inserted ${changed.key}`, `removed ${ten.key}`]);
  });

  it('a digest that was altered', async () => {
    const text = Buffer.from(trail.get(digest(1))!).toString();
    trail.set(digest(1), Buffer.from(text.replace('"writtenAt":1', '"writtenAt":2')));
    expect(await found(trail)).toEqual([`altered ${digest(1)}`]);
    trail.set(digest(1), Buffer.from('{'));
    expect((await found(trail))[0]).toBe(`altered ${digest(1)}`);
  });

  it('an object that was removed together with its line of the digest', async () => {
    const forged = trailOf([nine, eleven]);
    trail.delete(ten.key);
    trail.set(digest(1), forged.get(digest(1))!);
    expect(await found(trail)).toEqual([`altered ${digest(1)}`]);
  });

  it('a digest that was removed, the first one too', async () => {
    trail.delete(digest(1));
    expect((await found(trail))[0]).toBe(`removed ${digest(1)}`);
    trail = trailOf(all);
    trail.delete(digest(0));
    expect((await found(trail))[0]).toBe(`removed ${digest(0)}`);
  });

  it('that the last digest was removed: by the head of an earlier verification, or when its time is over', async () => {
    const [head] = (await verifyTrails([sourceOf(trail)])).heads;
    trail.delete(digest(2));
    const later = { asOf: Date.parse('2026-03-14T13:00:00Z') };
    expect((await verifyTrails([sourceOf(trail)])).findings).toEqual([]);
    expect((await verifyTrails([sourceOf(trail)], { heads: [head!.sha256] })).findings).toMatchObject([
      { kind: 'removed', key: head!.sha256 },
    ]);
    expect((await verifyTrails([sourceOf(trail, later)])).findings).toMatchObject([
      { kind: 'removed', key: digest(2) },
    ]);
  });

  it('that all digests were removed, by the objects of hours that are long over', async () => {
    for (const hours of [0, 1, 2]) trail.delete(digest(hours));
    expect(await found(trail)).toEqual([`removed ${digest(0)}`]);
  });

  it('objects that changed places between hours, by their bytes or by their names', async () => {
    trail.set(nine.key, ten.body).set(ten.key, nine.body);
    expect(await found(trail)).toEqual([`altered ${nine.key}`, `altered ${ten.key}`]);
    trail = trailOf(all);
    const moved = nine.key.replace('hour=09', 'hour=10');
    trail.set(moved, nine.body).delete(nine.key);
    expect((await found(trail)).sort()).toEqual([`inserted ${moved}`, `removed ${nine.key}`]);
  });

  it('a whole chain that was written anew, by the other region or by its head', async () => {
    const [head] = (await verifyTrails([sourceOf(trail)])).heads;
    const forged = objectOf(1, [entry(1, 99), entry(11)]);
    const anew = trailOf([nine, forged, eleven, all[3]!]);
    const west = sourceOf(trailOf(objects('us-west-2'), 3, 'us-west-2'), {}, 'west');
    expect(await found(anew)).toEqual([]);
    const { findings } = await verifyTrails([west, sourceOf(anew)]);
    expect(findings).toMatchObject([{ kind: 'conflict', trail: 'trail', key: forged.key }]);
    expect((await verifyTrails([sourceOf(anew)], { heads: [head!.sha256] })).findings).toHaveLength(1);
  });

  it('no fault where an object came late, and is for the next digest', async () => {
    const late = objectOf(0, [entry(77)]);
    trail.set(late.key, late.body);
    const written = (instant: string) =>
      sourceOf(trail, {
        list: async () =>
          [...trail.keys()].map((key) => ({ key, ...(key === late.key ? { writtenAt: Date.parse(instant) } : {}) })),
      });
    expect(hourOf(Date.parse('2026-03-14T13:20:00Z'))).toBe(at(4));
    expect((await verifyTrails([written('2026-03-14T13:20:00Z')])).findings).toEqual([]);
    for (const instant of ['2026-03-14T13:10:00Z', '2026-03-16T13:20:00Z']) {
      expect((await verifyTrails([written(instant)])).findings).toMatchObject([{ kind: 'inserted', key: late.key }]);
    }
  });
});
