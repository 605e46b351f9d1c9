import type { AuditorHandler } from '@pipeline/stream-auditor';
import type { History } from '../engine/history';
import type { Random } from '../engine/random';
import type { Scheduler } from '../engine/scheduler';
import type { Nemesis } from '../nemesis/nemesis';
import { ExecutionEnvironment } from './execution-environment';
import type { Change } from './simulated-table';
import { eventOf, type StreamRecord } from './stream-record';
import { isDrained, type Shard, StreamShards } from './stream-shards';

export interface StreamMappingSettings {
  readonly region: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly batchSize: number;
  /** Milliseconds that a batch waits for more records. */
  readonly window: number;
  /** Tries of a batch that can't be split, after the first. */
  readonly retries: number;
  readonly shards: number;
  /** Milliseconds since 1970 at virtual time 0. */
  readonly epoch: number;
  readonly coldStart: (environment: ExecutionEnvironment) => AuditorHandler;
}

interface Parts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly history: History;
  readonly nemesis: Nemesis;
}

interface Warm {
  readonly environment: ExecutionEnvironment;
  readonly handler: AuditorHandler;
}

const BACKOFF = { first: 500, longest: 60_000 };

/**
 * The auditor with the mapping of its region's stream: batches of each shard in order, one at a time. The lowest record
 * that failed is the new start; where the first one failed the batch is split; a record that is alone and goes on
 * failing is given up, whole, to the place for failures. A batch may come again though it was settled.
 */
export class StreamMapping {
  readonly #shards: StreamShards;
  readonly #working = new Set<Shard>();
  #idle: Warm[] = [];
  #environments = 0;
  #sequence = 0;
  /** Virtual milliseconds before which nothing is read. */
  #readsFrom = 0;
  /** What was given up, with the tries that it had. */
  readonly failures: { readonly record: StreamRecord; readonly tries: number }[] = [];
  invocations = 0;

  constructor(
    private readonly settings: StreamMappingSettings,
    private readonly parts: Parts,
  ) {
    this.#shards = new StreamShards(settings.shards);
  }

  /** A change of the replica: a record of its stream. */
  push(change: Change): void {
    this.#sequence += 1;
    const sequenceNumber = String(100_000_000_000 + this.#sequence);
    this.#poll(this.#shards.push({ key: change.key, sequenceNumber, at: this.parts.scheduler.now, change }));
  }

  split(): void {
    this.#shards.split();
  }

  /** Nobody reads until then. */
  pauseUntil(time: number): void {
    this.#readsFrom = time;
  }

  /** What an operator does with what was given up, once the cause is mended: such records again, to the same function. */
  async replayFailures(isMended: (record: StreamRecord) => boolean): Promise<void> {
    for (const failure of this.failures.splice(0)) {
      if (isMended(failure.record)) await this.#deliver([failure.record]);
      else this.failures.push(failure);
    }
  }

  /** The schedule's event. It resolves also when the process dies. */
  tick(event: Parameters<AuditorHandler>[0]): Promise<unknown> {
    return this.#invoke(event, 'tick');
  }

  #poll(shard: Shard): void {
    if (this.#working.has(shard)) return;
    this.#working.add(shard);
    const { scheduler } = this.parts;
    const begin = () => {
      if (scheduler.now < this.#readsFrom) return void scheduler.after(this.#readsFrom - scheduler.now, begin);
      if (shard.parent && !isDrained(shard.parent)) return void scheduler.after(60_000, begin);
      void this.#read(shard);
    };
    scheduler.after(this.settings.window, begin);
  }

  async #read(shard: Shard): Promise<void> {
    const { nemesis, random } = this.parts;
    const batch = shard.records.splice(0, this.settings.batchSize);
    shard.reading = batch.length;
    await this.#deliver(batch);
    // The reader dies before it has noted how far it came.
    if (nemesis.strikes('F40', 0.05)) shard.records.unshift(...batch.slice(random.below(batch.length)));
    shard.reading = 0;
    this.#working.delete(shard);
    if (shard.records.length > 0) this.#poll(shard);
  }

  async #deliver(batch: readonly StreamRecord[]): Promise<void> {
    const { scheduler } = this.parts;
    const parts = [{ records: batch, tries: 0 }];
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const { records } = part;
      const tries = part.tries + 1;
      const Records = records.map((record) => eventOf(record, this.settings.epoch));
      const label = `${records.length} from ${records[0]?.sequenceNumber}`;
      const answer = await this.#invoke({ Records }, label);
      const done = doneOf(answer, records);
      const failed = records.slice(done);
      if (failed.length === 0) continue;
      if (done > 0) {
        parts.unshift({ records: failed, tries: 0 });
      } else if (failed.length > 1) {
        const middle = Math.ceil(failed.length / 2);
        parts.unshift({ records: failed.slice(0, middle), tries: part.tries });
        parts.splice(1, 0, { records: failed.slice(middle), tries: part.tries });
      } else if (tries > this.settings.retries) {
        for (const record of failed) this.failures.push({ record, tries });
      } else {
        await scheduler.sleep(Math.min(BACKOFF.longest, BACKOFF.first * 2 ** (tries - 1)));
        parts.unshift({ records: failed, tries });
      }
    }
  }

  /** The function's answer; 'failed' where it threw, timed out or died. */
  #invoke(event: Parameters<AuditorHandler>[0], label: string): Promise<unknown> {
    const { scheduler, history, nemesis } = this.parts;
    const { timeout } = this.settings;
    this.invocations += 1;
    return new Promise((resolve) => {
      const warm = this.#environment(() => end('failed'));
      const { environment, handler } = warm;
      const started = scheduler.now;
      const end = (answer: unknown) => {
        deadline.cancelled = true;
        history.record(scheduler.now, `${environment.name} ended ${label}: ${JSON.stringify(answer)}`);
        resolve(answer);
      };
      const deadline = scheduler.after(timeout, () => {
        nemesis.hit('F26');
        environment.kill();
      });
      const settle = (answer: unknown) => {
        if (!environment.alive) return;
        environment.freeze();
        this.#idle.push(warm);
        end(answer);
      };
      environment.thaw();
      const context = {
        awsRequestId: `audit-${this.invocations}`,
        getRemainingTimeInMillis: () => started + timeout - scheduler.now,
      };
      handler(event, context as never).then(settle, () => settle('failed'));
    });
  }

  #environment(onKilled: () => void): Warm {
    const warm = this.#idle.pop();
    if (warm) {
      for (const service of ['table', 's3']) warm.environment.stale.add(service);
      warm.environment.onKilled = onKilled;
      return warm;
    }
    this.#environments += 1;
    const environment = new ExecutionEnvironment(`${this.settings.region}/auditor/${this.#environments}`, onKilled);
    return { environment, handler: this.settings.coldStart(environment) };
  }
}

/** As Lambda reads an answer: nothing means that all is done, an identifier that it doesn't know that nothing is. */
function doneOf(answer: unknown, records: readonly StreamRecord[]): number {
  if (answer === 'failed') return 0;
  const failures = (answer as { readonly batchItemFailures?: unknown } | null | undefined)?.batchItemFailures;
  if (failures === undefined || failures === null) return records.length;
  if (!Array.isArray(failures)) return 0;
  const failed = failures.map((failure) =>
    records.findIndex(({ sequenceNumber }) => sequenceNumber === failure?.itemIdentifier),
  );
  return failed.length === 0 ? records.length : Math.max(0, Math.min(...failed));
}
