import type { ProcessorHandler } from '@pipeline/processor';
import type { History } from '../engine/history';
import type { Random } from '../engine/random';
import type { Scheduler } from '../engine/scheduler';
import type { Nemesis } from '../nemesis/nemesis';
import { ExecutionEnvironment } from './execution-environment';
import type { QueuedMessage, SimulatedQueue } from './simulated-queue';

export interface FunctionSettings {
  readonly region: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly concurrency: number;
  /** Milliseconds since 1970 at virtual time 0. */
  readonly epoch: number;
  readonly coldStart: (environment: ExecutionEnvironment) => ProcessorHandler;
}

interface Parts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly history: History;
  readonly nemesis: Nemesis;
}

interface Warm {
  readonly environment: ExecutionEnvironment;
  readonly handler: ProcessorHandler;
}

/** A batch of the mapping; SQS allows ten. */
const BATCH = 10;

/**
 * The function with its event source mapping: takes visible messages in batches, runs each batch in a warm or a new
 * environment, deletes what succeeded. An environment that is killed leaves its messages to their visibility.
 */
export class SimulatedFunction {
  #idle: Warm[] = [];
  #deployments = 0;
  #running = 0;
  #environments = 0;
  #isFed = true;
  #maximum: number;
  #lost = false;
  readonly #busy = new Set<ExecutionEnvironment>();
  invocations = 0;
  /** Bodies that are worked on now. */
  readonly working = new Map<string, number>();

  constructor(
    private readonly queue: SimulatedQueue,
    private readonly settings: FunctionSettings,
    private readonly parts: Parts,
  ) {
    this.#maximum = settings.concurrency;
    queue.onVisible = () => this.poll();
  }

  /** Whether its mapping is enabled: a disabled one receives nothing, and what is under way ends as ever. */
  feed(isFed: boolean): void {
    this.#isFed = isFed;
    this.poll();
  }

  /** Invocations at once, from now on. */
  bound(maximum: number): void {
    this.#maximum = maximum;
    this.poll();
  }

  /** Every process of it ends. */
  crash(): void {
    this.#idle = [];
    for (const environment of [...this.#busy]) environment.kill();
  }

  /** The region is gone, and every process with it; or it is back, and begins with new ones. */
  lose(lost: boolean): void {
    this.#lost = lost;
    this.crash();
    if (!lost) this.poll();
  }

  /** A new version of the function: what is warm serves no other invocation. */
  deploy(): void {
    this.#idle = [];
    this.#deployments += 1;
  }

  poll(): void {
    while (this.#isFed && !this.#lost && this.#running < this.#maximum) {
      const batch = this.queue.receive(1 + this.parts.random.below(BATCH));
      if (batch.length === 0) return;
      this.#invoke(batch);
    }
  }

  #invoke(batch: readonly QueuedMessage[]): void {
    const { scheduler, random, history, nemesis } = this.parts;
    const { timeout } = this.settings;
    this.invocations += 1;
    this.#running += 1;
    let over = false;
    const end = () => {
      if (over) return;
      over = true;
      this.#running -= 1;
      this.#busy.delete(environment);
      for (const { body } of batch) this.working.set(body, (this.working.get(body) ?? 1) - 1);
      deadline.cancelled = true;
      scheduler.after(random.next() * 20, () => this.poll());
    };
    for (const message of batch) {
      const workers = (this.working.get(message.body) ?? 0) + 1;
      this.working.set(message.body, workers);
      if (workers > 1) nemesis.hit('F6');
      if (message.receives === 1 && nemesis.strikes('F6', 0.05)) {
        const soon = random.pick([50, 300, 2_000]);
        for (let copies = 3; copies > 0; copies -= 1) this.queue.send(message.body, {}, random.next() * soon);
      }
      if (nemesis.strikes('F1', 0.1)) this.queue.showAgain(message, random.next() * 500);
    }
    const warm = this.#environment(() => end());
    const deployment = this.#deployments;
    const { environment, handler } = warm;
    this.#busy.add(environment);
    const started = scheduler.now;
    const deadline = scheduler.after(timeout, () => {
      history.record(scheduler.now, `${environment.name} timed out`);
      nemesis.hit('F26');
      environment.kill();
    });
    if (nemesis.strikes('F30', 0.3)) environment.skew = random.between(-600_000, 600_000);
    history.record(
      started,
      `${environment.name} invoked with ${batch.map(({ id, receives }) => `${id}x${receives}`).join(' ')}`,
    );
    environment.thaw();
    const context = {
      awsRequestId: `request-${this.invocations}`,
      getRemainingTimeInMillis: () => started + timeout - scheduler.now,
    };
    const settle = (failed: ReadonlySet<string> | 'all') => {
      if (over || !environment.alive) return;
      environment.freeze();
      if (deployment === this.#deployments) this.#idle.push(warm);
      end();
      history.record(
        scheduler.now,
        `${environment.name} returned, failed ${failed === 'all' ? 'all' : [...failed].join(' ')}`,
      );
      for (const message of batch) {
        if (failed === 'all' || failed.has(message.id)) continue;
        // The mapping's own delete may be lost too: at least once.
        if (!nemesis.strikes('F1', 0.05)) this.queue.delete(message.handle);
      }
    };
    const event = { Records: batch.map((message) => this.#record(message)) };
    handler(event as never, context as never).then(
      (response: unknown) => settle(failuresOf(response, batch)),
      () => settle('all'),
    );
  }

  #environment(onKilled: () => void): Warm {
    const { random } = this.parts;
    const warm = this.#idle.length > 0 ? this.#idle.splice(random.below(this.#idle.length), 1)[0] : undefined;
    if (warm) {
      for (const service of ['table', 's3', 'sqs', 'secrets']) warm.environment.stale.add(service);
      warm.environment.onKilled = onKilled;
      return warm;
    }
    this.#environments += 1;
    const environment = new ExecutionEnvironment(`${this.settings.region}/${this.#environments}`, onKilled);
    return { environment, handler: this.settings.coldStart(environment) };
  }

  #record({ id, handle, body, receives, firstReceived }: QueuedMessage) {
    const instant = String(Math.round(this.settings.epoch + (firstReceived ?? 0)));
    return {
      messageId: id,
      receiptHandle: handle,
      body,
      attributes: {
        ApproximateReceiveCount: String(receives),
        ApproximateFirstReceiveTimestamp: instant,
        SentTimestamp: instant,
        SenderId: 'simulator',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:${this.settings.region}:111122223333:ingest`,
      awsRegion: this.settings.region,
    };
  }
}

/** As Lambda reads it: nothing means that all succeeded, an identifier that it doesn't know that all failed. */
function failuresOf(response: unknown, batch: readonly QueuedMessage[]): ReadonlySet<string> | 'all' {
  const failures = (response as { readonly batchItemFailures?: unknown } | null | undefined)?.batchItemFailures;
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return 'all';
  const known = new Set(batch.map(({ id }) => id));
  const failed = failures.map((failure) => String(failure?.itemIdentifier ?? ''));
  return failed.every((id) => known.has(id)) ? new Set(failed) : 'all';
}
