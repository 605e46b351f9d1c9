import { ResourceInUseException } from '@aws-sdk/client-lambda';
import type { Random } from '../engine/random';
import type { Scheduler } from '../engine/scheduler';
import { awsError } from './aws-error';
import type { SimulatedFunction } from './simulated-function';

export interface MappingInput {
  readonly Enabled?: boolean;
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  readonly Tags?: Readonly<Record<string, string>>;
  readonly TagKeys?: readonly string[];
}

/** Invocations at once of a mapping that the breaker holds: by it the next tick knows that nobody else disabled it. */
const HELD = 2;

/** Milliseconds that a change of a mapping is under way, at most. */
const LONGEST_TRANSITION = 20_000;

/** The event source mapping between ingest queue and processor, as Lambda's API shows and changes it. */
export class SimulatedMapping {
  readonly tags = new Map<string, string>();
  /** What the sentinel did to it and must not, whatever dies next; none is what is wanted. */
  readonly misdeeds = new Set<string>();
  /** Told of what the sentinel changes, once it is so. */
  onChange: (change: 'open' | 'half-open' | 'closed') => void = () => undefined;
  /** Invocations at once. */
  bound: number;
  #enabled = true;
  #byOperator = false;
  #transition: { readonly state: string; readonly until: number } | undefined;

  constructor(
    private readonly processor: SimulatedFunction,
    private readonly maximum: number,
    private readonly scheduler: Scheduler,
    private readonly random: Random,
  ) {
    this.bound = maximum;
  }

  get stateShown(): string {
    return this.#state();
  }

  /** Whether it hands messages to the processor, whoever has it so. */
  get isFed(): boolean {
    return this.#enabled;
  }

  /** As the template has it: enabled, with its own concurrency. */
  get isClosed(): boolean {
    return this.#enabled && this.bound === this.maximum;
  }

  /** Somebody's own decision, which leaves the concurrency alone. */
  operate(enabled: boolean): void {
    this.#byOperator = !enabled;
    this.#set(enabled);
  }

  call(operation: string, input: MappingInput): object {
    switch (operation) {
      case 'GetEventSourceMapping':
        return { State: this.#state(), ScalingConfig: { MaximumConcurrency: this.bound } };
      case 'ListTags':
        return { Tags: Object.fromEntries(this.tags) };
      case 'TagResource':
        for (const [name, value] of Object.entries(input.Tags ?? {})) this.tags.set(name, value);
        return {};
      case 'UntagResource':
        for (const name of input.TagKeys ?? []) this.tags.delete(name);
        return {};
      case 'UpdateEventSourceMapping':
        return this.#update(input);
      default:
        throw awsError('UnknownOperationException', 404, `The simulated mapping does not know ${operation}.`);
    }
  }

  #state(): string {
    const { now } = this.scheduler;
    if (this.#transition && now < this.#transition.until) return this.#transition.state;
    return this.#enabled ? 'Enabled' : 'Disabled';
  }

  #update({ Enabled, ScalingConfig }: MappingInput): object {
    const state = this.#state();
    if (state !== 'Enabled' && state !== 'Disabled') {
      const $metadata = { httpStatusCode: 400 };
      throw new ResourceInUseException({ message: 'The mapping is in use.', $metadata });
    }
    const until = this.scheduler.now + this.random.between(0, LONGEST_TRANSITION);
    const becomes = Enabled === undefined ? 'Updating' : Enabled ? 'Enabling' : 'Disabling';
    this.#transition = { state: becomes, until };
    if (Enabled === true && this.#byOperator) this.misdeeds.add('enabled what an operator had disabled');
    if (Enabled === false) this.#byOperator = false;
    const before = this.#step;
    if (ScalingConfig) {
      this.bound = ScalingConfig.MaximumConcurrency ?? this.maximum;
      this.processor.bound(this.bound);
    }
    if (Enabled !== undefined) this.#set(Enabled);
    if (!this.#enabled && !this.#byOperator && this.bound !== HELD) {
      this.misdeeds.add('left the mapping disabled as an operator would, whom nobody enables it for');
    }
    const after = this.#step;
    if (after !== before) this.onChange(after);
    return { State: becomes };
  }

  get #step(): 'open' | 'half-open' | 'closed' {
    if (!this.#enabled) return 'open';
    return this.bound === this.maximum ? 'closed' : 'half-open';
  }

  #set(enabled: boolean): void {
    this.#enabled = enabled;
    this.processor.feed(enabled);
  }
}
