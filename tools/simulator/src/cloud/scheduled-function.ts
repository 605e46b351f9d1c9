import type { Random } from '../engine/random';
import { ExecutionEnvironment } from './execution-environment';
import type { Network } from './travel';

type Handler = (event: never, context: never) => Promise<unknown>;

/** How an invocation ended. */
export type Ending = 'returned' | 'failed' | 'died';

interface Warm {
  readonly environment: ExecutionEnvironment;
  readonly handler: Handler;
}

interface Settings {
  /** Of its environments; begins with the region. */
  readonly name: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly coldStart: (environment: ExecutionEnvironment) => Handler;
}

/** A function that rules fire: one event an invocation, no answer, and nothing comes again of one that dies. */
export class ScheduledFunction {
  #warm: Warm | undefined;
  #environments = 0;

  constructor(
    private readonly settings: Settings,
    private readonly network: Network,
    private readonly random: Random,
  ) {}

  /** Every process of it ends. */
  kill(): void {
    this.#warm?.environment.kill();
    this.#warm = undefined;
  }

  /** @returns how the invocation ended, also when its process died */
  fire(rule: string): Promise<Ending> {
    const { network, random } = this;
    const { scheduler, history } = network;
    return new Promise((resolve) => {
      const warm = this.#warm ?? this.#coldStart();
      const { environment, handler } = warm;
      this.#warm = undefined;
      const started = scheduler.now;
      const deadline = scheduler.after(this.settings.timeout, () => {
        history.record(scheduler.now, `${environment.name} timed out`);
        environment.kill();
      });
      environment.onKilled = () => {
        deadline.cancelled = true;
        resolve('died');
      };
      // A sentinel's probes take their two seconds: what it changes, it changes after them.
      if (network.nemesis.strikes('F27', 0.15)) {
        scheduler.after(random.between(1_000, 3_000), () => environment.kill());
      }
      environment.thaw();
      history.record(started, `${environment.name} hears of ${rule}`);
      const event = { resources: [`arn:aws:events:${environment.region}:111122223333:rule/${rule}`] };
      const context = { getRemainingTimeInMillis: () => started + this.settings.timeout - scheduler.now };
      const settle = (ending: Ending, why = '') => {
        if (!environment.alive) return;
        history.record(scheduler.now, `${environment.name} ${ending}${why}`);
        deadline.cancelled = true;
        environment.freeze();
        this.#warm = warm;
        resolve(ending);
      };
      handler(event as never, context as never).then(
        () => settle('returned'),
        (error: Error) => settle('failed', `: ${error.message}`),
      );
    });
  }

  #coldStart(): Warm {
    this.#environments += 1;
    const environment = new ExecutionEnvironment(`${this.settings.name}/${this.#environments}`, () => undefined);
    return { environment, handler: this.settings.coldStart(environment) };
  }
}
