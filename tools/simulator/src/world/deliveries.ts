import type { Random } from '../engine/random';
import type { Scheduler } from '../engine/scheduler';
import type { RegionServices } from '../cloud/simulated-clients';
import type { SimulatedBucket } from '../cloud/simulated-bucket';
import type { SimulatedTable } from '../cloud/simulated-table';
import { identify } from '../check/identity';
import type { FaultId } from '../nemesis/fault-classes';
import type { Nemesis } from '../nemesis/nemesis';
import type { DeliveredFile, FileDraft } from './delivered-file';
import { makeFile } from './make-file';
import { adoptMessage, createdEvent, foreignMessages, testEvent } from './messages';

interface Parts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly nemesis: Nemesis;
  /** Chooses what is wrong with files: of its own, so that other faults leave the files of a seed as they are. */
  readonly input: Nemesis;
  readonly inputRandom: Random;
  readonly epoch: number;
}

const HOUR = 3_600_000;

/** Producers, S3's notifications, and operators: what is uploaded, which messages tell of it, and what is sent again. */
export class Deliveries {
  readonly files: DeliveredFile[] = [];
  readonly foreign: { readonly region: string; readonly body: string }[] = [];
  readonly adopted = new Set<DeliveredFile>();
  /** Files whose receipt expired and whose event came again. */
  readonly replayed = new Set<DeliveredFile>();
  /** Receives of the messages that were given up, as their dead letters say. */
  readonly givenUp: number[] = [];
  #unique = 0;

  constructor(
    private readonly regions: readonly RegionServices[],
    private readonly parts: Parts,
  ) {}

  get inputHits(): ReadonlyMap<FaultId, number> {
    return this.parts.input.hits;
  }

  /** These files, at once, in the first region. */
  deliver(drafts: readonly FileDraft[]): void {
    for (const draft of drafts) this.#uploadAt(0, this.regions[0] as RegionServices, draft);
  }

  /** Files of about so many rows in all, each at its time, most of them in the first region. */
  upload(rows: number): void {
    const { inputRandom, input } = this.parts;
    for (let left = rows; left > 0;) {
      const draft = makeFile({
        random: inputRandom,
        strikes: (fault, probability) => input.strikes(fault, probability),
        unique: () => (this.#unique += 1),
        rows: Math.min(left + 10, inputRandom.pick([20, 80, 240, Math.max(240, rows >> 2)])),
      });
      left -= Math.max(2, draft.rows.length);
      const region = this.regions[inputRandom.chance(0.8) ? 0 : 1] as RegionServices;
      const at = inputRandom.between(0, 4_000);
      this.#uploadAt(at, region, draft);
      if (draft.fatal === undefined && input.strikes('F9', 0.1))
        this.#uploadAt(at + inputRandom.next() * 20, region, this.#otherVersion(draft));
      if (draft.fatal === undefined && input.strikes('F11', 0.1))
        this.#uploadAt(at + 300 + inputRandom.next() * 300, region, this.#otherVersion(draft));
    }
    this.#foreign();
  }

  /** Files that are finished come again: moved from the dead letters by mistake, or after their receipt expired. */
  replayFinished(table: SimulatedTable): void {
    const { random, scheduler, input } = this.parts;
    for (const file of this.files) {
      if (file.fatal !== undefined) continue;
      const region = this.#regionOf(file.region);
      if (input.struck('F7', 0.2)) region.ingest.send(createdEvent(file), {}, random.next() * 60_000);
      if (!this.adopted.has(file) && input.struck('F4', 0.1)) {
        this.replayed.add(file);
        table.remove({ recordId: `file#${identify(file)}`, timestamp: `${file.lastModified}#${file.region}` });
        scheduler.after(random.between(HOUR, 2 * HOUR), () => region.ingest.send(createdEvent(file)));
      }
    }
  }

  /** What an operator moves back once the world is well: all but what no retry mends. Says how much it was. */
  redrive(): number {
    let moved = 0;
    for (const { ingest, deadLetters } of this.regions) {
      for (const message of [...deadLetters.messages.values()]) {
        const code = message.attributes['code']?.StringValue;
        if (code !== undefined && code !== 'RETRIES_EXHAUSTED') continue;
        deadLetters.messages.delete(message.id);
        if (code !== undefined) this.givenUp.push(Number(message.attributes['receives']?.StringValue));
        ingest.send(message.body);
        moved += 1;
      }
    }
    return moved;
  }

  /** What a producer does whose file is called stalled: the file is delivered again. Says how many. */
  deliverStalled(table: SimulatedTable): number {
    const stalled = this.files.filter((file) => {
      const key = { recordId: `file#${identify(file)}`, timestamp: `${file.lastModified}#${file.region}` };
      const { Item: receipt } = table.get(file.region, key);
      return receipt?.['processingStatus'] === 'FAILED' && receipt['fault']?.code === 'STALLED';
    });
    for (const file of stalled) this.#regionOf(file.region).ingest.send(createdEvent(file));
    return stalled.length;
  }

  #uploadAt(at: number, { region, buckets, ingest }: RegionServices, draft: FileDraft): void {
    const { scheduler, nemesis, input, random, epoch } = this.parts;
    const gone = draft.fatal === undefined && input.strikes('F10', 0.1);
    scheduler.after(at, () => {
      const own = [...buckets.values()][0] as SimulatedBucket;
      const version = own.put(draft.key, draft.body, epoch + scheduler.now);
      const file: DeliveredFile = {
        ...draft,
        ...(gone ? { fatal: 'OBJECT_GONE' as const } : {}),
        region,
        bucket: own.name,
        versionId: version.versionId,
        etag: version.etag,
        lastModified: version.lastModified.toISOString(),
        at,
      };
      this.files.push(file);
      if (gone) scheduler.after(random.next() * 200, () => own.remove(version));
      const body = createdEvent(file);
      const delay = nemesis.strikes('F3', 0.15)
        ? random.between(HOUR, 5 * HOUR)
        : nemesis.strikes('F2', 0.3)
          ? random.between(0, 30_000)
          : random.between(5, 400);
      if (file.fatal === undefined && nemesis.strikes('F8', 0.15)) return;
      ingest.send(body, {}, delay);
      if (nemesis.strikes('F1', 0.1)) ingest.send(body, {}, delay + random.next() * 100);
      if (file.fatal === undefined && nemesis.strikes('F39', 0.15)) this.#adopt(file);
    });
  }

  /** The other region takes the file over though this one is alive: the worst that a failover can do. */
  #adopt(file: DeliveredFile): void {
    const { scheduler, random, epoch } = this.parts;
    const other = this.regions.find(({ region }) => region !== file.region) as RegionServices;
    this.adopted.add(file);
    scheduler.after(random.between(0, 20_000), () => {
      const bucket = [...other.buckets.values()][0] as SimulatedBucket;
      const { key, versionId } = bucket.put(`adopted/${identify(file)}`, file.body, epoch + scheduler.now);
      other.ingest.send(adoptMessage(file, { bucket: bucket.name, key, versionId }));
    });
  }

  /** Another content under the same key. */
  #otherVersion({ key }: FileDraft): FileDraft {
    const { inputRandom } = this.parts;
    for (;;) {
      const draft = makeFile({
        random: inputRandom,
        strikes: () => false,
        unique: () => (this.#unique += 1),
        rows: 40,
      });
      const suffix = key.slice(key.lastIndexOf('.'));
      const dataset = key.split('/')[1];
      if (draft.key.endsWith(suffix) && draft.key.split('/')[1] === dataset) return { ...draft, key };
    }
  }

  #foreign(): void {
    const { input, inputRandom, scheduler } = this.parts;
    for (const { region, ingest } of this.regions) {
      if (input.strikes('F5', 0.5)) scheduler.after(inputRandom.next() * 1_000, () => ingest.send(testEvent));
      if (!input.strikes('F5', 0.3)) continue;
      const body = inputRandom.pick(foreignMessages);
      this.foreign.push({ region, body });
      scheduler.after(inputRandom.next() * 1_000, () => ingest.send(body));
    }
  }

  #regionOf(name: string): RegionServices {
    return this.regions.find(({ region }) => region === name) as RegionServices;
  }
}
