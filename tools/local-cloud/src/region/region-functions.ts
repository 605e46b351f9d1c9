import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DynamoDbService } from '../dynamodb/dynamodb-service';
import { type SqsMapping, startSqsMapping } from '../event-source/sqs-mapping';
import { startStreamMapping, type StreamMapping } from '../event-source/stream-mapping';
import type { StreamPositions } from '../event-source/stream-positions';
import { BOOTSTRAP_SOURCE } from '../lambda/bootstrap-source';
import { type FunctionLog, openFunctionLog } from '../lambda/function-log';
import { createFunctionPool, type FunctionPool } from '../lambda/function-pool';
import type { Outcome } from '../lambda/invocation';
import type { MappingSettingsStore } from '../lambda/mapping-settings';
import type { MetricStore } from '../lambda/metrics';
import type { SqsService } from '../sqs/sqs-service';
import type { Plan } from '../template/planned';
import { failureDestination } from './failure-destination';
import type { Outages } from './outages';
import { queueSource } from './queue-source';
import { tableStream } from './table-stream';

export interface RegionFunctions {
  readonly pools: ReadonlyMap<string, FunctionPool>;
  readonly logs: ReadonlyMap<string, FunctionLog>;
  /** @throws Error where no template has the function: the plan has refused whoever could name one */
  invoke(functionName: string, event: unknown): Promise<Outcome>;
  /** Starts polling: everything that a function may call must answer by now. */
  startMappings(): void;
  readonly mappings: readonly SqsMapping[];
  readonly streams: readonly StreamMapping[];
  /** Receives nothing more, lets invocations end within the grace, then ends them as a crash would. */
  close(graceMs: number): Promise<void>;
}

export interface RegionFunctionsOptions {
  readonly plan: Plan;
  readonly endpoint: string;
  readonly dataDir: string;
  readonly node?: string;
  readonly sqs: SqsService;
  readonly dynamodb: DynamoDbService;
  readonly positions: StreamPositions;
  readonly clock: { now(): number };
  readonly metrics: MetricStore;
  readonly outages: Outages;
  readonly settings: MappingSettingsStore;
  onTrouble(message: string): void;
}

/** The functions of a region, each with its pool and its log, and the mappings that feed them. */
export function createFunctions(options: RegionFunctionsOptions): RegionFunctions {
  const { plan, endpoint, dataDir, node, sqs, dynamodb, positions, clock, metrics, outages, settings, onTrouble } =
    options;
  const runtime = join(dataDir, 'runtime');
  mkdirSync(runtime, { recursive: true });
  const bootstrap = join(runtime, 'bootstrap.cjs');
  writeFileSync(bootstrap, BOOTSTRAP_SOURCE);

  const logs = new Map<string, FunctionLog>();
  const pools = new Map<string, FunctionPool>();
  for (const definition of plan.functions) {
    const { name } = definition;
    const log = openFunctionLog(join(dataDir, 'logs'), name, metrics);
    const maximum = plan.eventSourceMappings.find(({ functionName }) => functionName === name)?.maximumConcurrency;
    logs.set(name, log);
    pools.set(
      name,
      createFunctionPool({
        definition,
        region: plan.region,
        endpoint,
        bootstrap,
        log,
        metrics,
        ...(node === undefined ? {} : { node }),
        ...(maximum === undefined ? {} : { maximumConcurrency: maximum }),
      }),
    );
  }

  const mappings: SqsMapping[] = [];
  const streams: StreamMapping[] = [];
  return {
    pools,
    logs,
    mappings,
    streams,
    async invoke(functionName, event) {
      const pool = pools.get(functionName);
      if (!pool) throw new Error(`There is no function ${functionName}.`);
      return pool.invoke(event);
    },
    startMappings() {
      for (const mapping of plan.eventSourceMappings) {
        const pool = pools.get(mapping.functionName);
        const queue = plan.queues.find(({ arn }) => arn === mapping.queueArn);
        // The plan has refused mappings of what is in no template.
        if (!pool || !queue) continue;
        const source = queueSource(sqs.queue(queue.name), mapping.id, outages);
        // As somebody has set it since: a breaker that opened before the crash is open after it.
        const { enabled = mapping.enabled, maximumConcurrency } = settings.of(mapping.id);
        const started = startSqsMapping({
          mapping: { ...mapping, enabled },
          source,
          invoke: (event) => pool.invoke(event),
          onTrouble,
        });
        if (maximumConcurrency !== undefined) started.apply({ maximumConcurrency });
        mappings.push(started);
      }
      for (const mapping of plan.streamMappings) {
        const pool = pools.get(mapping.functionName);
        const table = plan.tables.find(({ streamArn }) => streamArn === mapping.streamArn);
        if (!pool || !table) continue;
        streams.push(
          startStreamMapping({
            mapping,
            source: tableStream(dynamodb, table, plan.region),
            positions,
            clock,
            invoke: (event) => pool.invoke(event),
            discard: failureDestination({ plan, mapping, definition: pool.definition, endpoint, clock }),
            onTrouble,
          }),
        );
      }
    },
    async close(graceMs) {
      const stopped = Promise.all([...mappings, ...streams].map((mapping) => mapping.stop()));
      let late: NodeJS.Timeout | undefined;
      await Promise.race([stopped, new Promise((resolve) => (late = setTimeout(resolve, graceMs)))]);
      clearTimeout(late);
      await Promise.all([...pools.values()].map((pool) => pool.close()));
      await stopped;
      await Promise.all([...logs.values()].map((log) => log.close()));
    },
  };
}
