import type { SqsService } from '../sqs/sqs-service';
import type { Plan } from '../template/planned';
import type { ApiAddress } from './region-apis';
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
    readonly id: string;
    readonly functionName: string;
    readonly queueArn: string;
    readonly state: 'Enabled' | 'Disabled';
    readonly inFlight: number;
  }[];
  readonly streams: readonly {
    readonly functionName: string;
    readonly streamArn: string;
    readonly state: 'Enabled' | 'Disabled';
    readonly inFlight: number;
    /** Records that are not settled yet. */
    readonly backlog: number;
    /** The age of the oldest of them that the mapping has read. */
    readonly iteratorAgeMs: number;
    /** The sequence number of the newest record: one that rises shows that the table still changes. */
    readonly newest: number;
  }[];
  /** Where the HTTP APIs answer. */
  readonly apis: readonly Pick<ApiAddress, 'name' | 'id' | 'url'>[];
  /** No queue that a mapping polls has a message, no stream that a mapping polls has a record left, no function runs. */
  readonly drained: boolean;
}

export function regionStatus(
  plan: Plan,
  sqs: SqsService,
  { pools, mappings, streams }: RegionFunctions,
  apis: readonly ApiAddress[] = [],
): RegionStatus {
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
      id: running.mapping.id,
      functionName: running.mapping.functionName,
      queueArn: running.mapping.queueArn,
      state: running.state(),
      inFlight: running.inFlight(),
    })),
    streams: streams.map((running) => ({
      functionName: running.mapping.functionName,
      streamArn: running.mapping.streamArn,
      state: running.state(),
      inFlight: running.inFlight(),
      ...running.progress(),
    })),
    apis: apis.map(({ name, id, url }) => ({ name, id, url })),
    drained:
      waiting.length === 0 &&
      streams.every((running) => running.progress().backlog === 0) &&
      functions.every(({ inFlight }) => inFlight === 0),
  };
}
