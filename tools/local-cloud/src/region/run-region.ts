import { join } from 'node:path';
import type { DynamoDbService } from '../dynamodb/dynamodb-service';
import { createAuthorizer } from '../iam/authorize';
import { checkGrants } from '../iam/check-grants';
import { createLambdaService } from '../lambda/lambda-service';
import { createMappingSettings } from '../lambda/mapping-settings';
import { createMetricStore, type MetricStatistics } from '../lambda/metrics';
import { openStore } from '../store/level-store';
import { createStsService } from '../sts/sts-service';
import { ACCOUNT } from '../template/attributes';
import { loadAssembly } from '../template/load-assembly';
import { makePlan } from '../template/plan';
import type { Plan } from '../template/planned';
import { createMinute, type Minute } from '../time/minute';
import { createCallers } from './callers';
import { addressOf, type BootReport } from './boot-report';
import { createOutages } from './outages';
import { POLLER } from './queue-source';
import { createFunctions } from './region-functions';
import { type ApiAddress, startApis } from './region-apis';
import { closeServer, listen, OPERATOR, regionEndpoint, systemErrors } from './region-endpoint';
import { startServices } from './region-services';
import { regionStatus, type RegionStatus } from './region-status';
import { createRegionWatch } from './region-watch';

export interface RegionOptions {
  /** Directory of the cloud assembly, `cdk.out`. */
  readonly assemblyDir: string;
  readonly region: string;
  /** Port of the region's one endpoint, on 127.0.0.1. */
  readonly port: number;
  /** Directory of the region's own: store, objects, logs. */
  readonly dataDir: string;
  /** Node.js binary of the functions; by default the one that runs this. */
  readonly node?: string;
  readonly account?: string;
  /** Endpoints of the other regions that have a replica of the tables, by region. */
  readonly peers?: Readonly<Record<string, string>>;
  readonly clock?: { now(): number };
  /** How long a minute of schedules, alarms and health checks lasts, in milliseconds; 60,000 by default. */
  readonly minuteMs?: number;
  /** Told of what goes wrong and is gone on after: an invocation that failed, a defect behind an answer of 500. */
  readonly onTrouble?: (message: string) => void;
}

export interface RunningRegion {
  readonly plan: Plan;
  readonly report: BootReport;
  readonly dynamodb: DynamoDbService;
  readonly minute: Minute;
  status(): RegionStatus;
  metrics(): readonly MetricStatistics[];
  /** Ends the region; what functions have not done within the grace is done again at the next start. */
  stop(graceMs?: number): Promise<void>;
}

const GRACE_MS = 2_000;

/**
 * Runs one region of an assembly: plan, store, services, endpoint, functions, mappings, in this order.
 * @throws CannotRun, or an Error of the store or a service, whose message says what is wrong and what to do
 */
export async function runRegion(options: RegionOptions): Promise<RunningRegion> {
  const { assemblyDir, region, port, dataDir, node, account = ACCOUNT, peers = {} } = options;
  const clock = options.clock ?? { now: () => Date.now() };
  const endpoint = `http://127.0.0.1:${port}`;
  let stopping = false;
  let graceMs = 0;
  const onTrouble = (message: string) => {
    // What is cut off by the stop itself is no trouble.
    if (!stopping) options.onTrouble?.(message);
  };

  const place = { stacks: loadAssembly(assemblyDir), partition: 'aws', account };
  const plan = makePlan({ ...place, region, endpoint });
  const others = Object.entries(peers).map(([other, url]) => ({
    endpoint: url,
    plan: makePlan({ ...place, region: other, endpoint: url }),
  }));
  const callers = createCallers([...others.map((other) => other.plan), plan]);
  const elsewhere = (bucketName: string) => {
    const owner = others.find((other) => other.plan.buckets.some(({ name }) => name === bucketName));
    return owner && { region: owner.plan.region, endpoint: owner.endpoint };
  };
  const authorizer = createAuthorizer({ plan: { ...plan, ...callers }, clock });
  checkGrants(plan, authorizer);

  /** What is open, to be closed in the reverse order, when the boot fails too. */
  const open: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of open.splice(0).reverse()) await close();
  };
  try {
    const store = await openStore(join(dataDir, 'store'));
    open.push(() => store.close());
    const metrics = createMetricStore();
    const services = await startServices({ plan, store, dataDir, clock, metrics, peers, elsewhere, onTrouble });
    open.push(() => services.close());

    const outages = createOutages({ failed: systemErrors(plan, metrics, clock) });
    const settings = createMappingSettings(store);
    const functions = createFunctions({
      plan,
      endpoint,
      dataDir,
      sqs: services.sqs,
      dynamodb: services.dynamodb,
      positions: services.positions,
      clock,
      metrics,
      outages,
      settings,
      onTrouble,
      ...(node === undefined ? {} : { node }),
    });
    const minute = createMinute(clock, options.minuteMs);
    const { sqs, sns } = services;
    const watch = createRegionWatch({ plan, minute, clock, metrics, functions, sqs, sns, authorizer, onTrouble });
    // Filled when they listen: a status is asked for through the endpoint, which is there before them.
    const addresses: ApiAddress[] = [];
    const apiLogs = new Map<string, { readonly file: string }>();
    const status = () => regionStatus(plan, services.sqs, functions, addresses);
    const lambda = createLambdaService({ region, account, clock, settings, mappings: () => functions.mappings });
    const sts = createStsService({ account, clock, mayAssume: authorizer.mayAssume, arnOf: authorizer.arnOf });
    const server = regionEndpoint(plan, services, functions, {
      authorizer: authorizer.authorize,
      callers,
      others: [lambda, sts],
      peers,
      clock,
      onTrouble,
      status,
      metrics: metrics.metrics,
      minute,
      watch,
      outages,
      apiLogs,
    });
    open.push(async () => {
      watch.stop();
      // Functions go first: what they still do needs the endpoint.
      await functions.close(graceMs);
      if (server.listening) await closeServer(server);
    });
    await listen(server, port);

    const apis = await startApis({
      plan,
      dataDir,
      port,
      clock,
      authorizer,
      metrics,
      principalOf: (accessKeyId) => callers.principals.get(accessKeyId) ?? OPERATOR,
      secretOf: callers.secretOf,
      invoke: functions.invoke,
      onTrouble,
    });
    addresses.push(...apis.addresses);
    for (const { log } of apis.addresses) if (log) apiLogs.set(log.group, log);
    open.push(() => apis.close());

    await services.replication.start();
    const releasedInFlight = await services.sqs.releaseInFlight(POLLER);
    functions.startMappings();
    watch.start();

    return {
      plan,
      report: {
        address: addressOf(plan, endpoint, addresses),
        functions: plan.functions.map(({ name, runtime }) => ({
          name,
          runtime,
          log: functions.logs.get(name)?.file ?? '',
        })),
        releasedInFlight,
        unemulated: plan.unemulated,
      },
      dynamodb: services.dynamodb,
      minute,
      status,
      metrics: metrics.metrics,
      async stop(grace = GRACE_MS) {
        stopping = true;
        graceMs = grace;
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
