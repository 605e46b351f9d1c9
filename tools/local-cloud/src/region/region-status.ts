import type { SqsService } from '../sqs/sqs-service';
import type { Plan } from '../template/planned';
import type { RegionFunctions } from './region-functions';

/** What is under way in a region now. */
export interface RegionStatus {
  readonly queues: readonly {
    readonly name: string;
    readonly visible: number;
    readonly inFlight: number;
    readonly delayed: number;
  }[];
  readonly functions: readonly { readonly name: string; readonly inFlight: number }[];
  readonly mappings: readonly {
    readonly functionName: string;
    readonly queueArn: string;
    readonly state: 'Enabled' | 'Disabled';
    readonly inFlight: number;
  }[];
  /** No queue that a mapping polls has a message, and no function runs. */
  readonly drained: boolean;
}

export function regionStatus(plan: Plan, sqs: SqsService, { pools, mappings }: RegionFunctions): RegionStatus {
  const queues = plan.queues.map(({ name, arn }) => ({ name, arn, ...sqs.queue(name).depth() }));
  const functions = [...pools].map(([name, pool]) => ({ name, inFlight: pool.inFlight() }));
  const polled = new Set(plan.eventSourceMappings.map(({ queueArn }) => queueArn));
  const waiting = queues.filter(
    ({ arn, visible, inFlight, delayed }) => polled.has(arn) && visible + inFlight + delayed > 0,
  );
  return {
    queues: queues.map(({ arn: _, ...queue }) => queue),
    functions,
    mappings: mappings.map((running) => ({
      functionName: running.mapping.functionName,
      queueArn: running.mapping.queueArn,
      state: running.state(),
      inFlight: running.inFlight(),
    })),
    drained: waiting.length === 0 && functions.every(({ inFlight }) => inFlight === 0),
  };
}
