import type { AwsParts } from '@pipeline/processor';
import type { Nemesis } from '../nemesis/nemesis';
import { awsError, connectionReset } from './aws-error';
import type { ExecutionEnvironment } from './execution-environment';
import type { GetInput, GetOutput, SimulatedBucket } from './simulated-bucket';
import type { MessageAttributes, SimulatedQueue } from './simulated-queue';
import type { SimulatedTable, WriteInput } from './simulated-table';
import { simulatedWire } from './simulated-wire';
import { clientOf, type Network, travel } from './travel';

/** The services of one region as a function there sees them. */
export interface RegionServices {
  readonly region: string;
  readonly table: SimulatedTable;
  readonly buckets: ReadonlyMap<string, SimulatedBucket>;
  readonly ingest: SimulatedQueue;
  readonly deadLetters: SimulatedQueue;
  readonly secret: string;
}

/** Sees a call of the table go and what becomes of it; hands on what it gets. */
export type CallWatch = (send: () => Promise<unknown>) => Promise<unknown>;

/**
 * The clients of one execution environment: each `send` is a call over the network, with a fate.
 * @param watch of the table's calls
 */
export function simulatedClients(
  services: RegionServices,
  environment: ExecutionEnvironment,
  network: Network,
  watch?: CallWatch,
): AwsParts['clients'] {
  const client = clientOf(environment, network);
  const onTable = (operation: string, input: WriteInput): [string, () => unknown] => [
    String((input.Key ?? input.Item ?? {})['recordId']),
    () => tableCall(services, operation, input),
  ];
  const clients = {
    table: watch ? watched(client('table', onTable), watch) : client('table', onTable),
    wire: simulatedWire((operation, input, options) => {
      const [target, perform] = onTable(operation, input);
      const send = () => travel({ service: 'table', operation, target }, perform, options, environment, network);
      return watch ? watch(send) : send();
    }),
    s3: client('s3', (_, input: GetInput & { readonly Bucket: string }) => [
      input.Key,
      () => body(bucketOf(services, input.Bucket).get(input), environment, network),
    ]),
    sqs: client('sqs', (operation, input: QueueInput) => {
      const isDeadLetters = input.QueueUrl.includes('dlq');
      const queue = isDeadLetters ? services.deadLetters : services.ingest;
      return [isDeadLetters ? 'dead-letters' : 'ingest', () => queueCall(queue, operation, input, network.nemesis)];
    }),
    secrets: client('secrets', () => ['secret', () => ({ SecretString: services.secret })]),
  };
  return clients as unknown as AwsParts['clients'];
}

const watched = <C extends { send(...call: never[]): Promise<unknown> }>(client: C, watch: CallWatch) => ({
  send: (...call: Parameters<C['send']>) => watch(() => client.send(...call)),
});

function tableCall({ region, table }: RegionServices, operation: string, input: WriteInput): unknown {
  if (operation === 'Get') return table.get(region, input.Key ?? {});
  if (operation === 'Put') return table.put(region, input);
  if (operation === 'Update') return table.update(region, input);
  throw new Error(`The simulated table does not know ${operation}.`);
}

interface QueueInput {
  readonly QueueUrl: string;
  readonly MessageBody?: string;
  readonly MessageAttributes?: MessageAttributes;
  readonly DelaySeconds?: number;
  readonly Entries?: readonly {
    readonly Id: string;
    readonly ReceiptHandle: string;
    readonly VisibilityTimeout: number;
  }[];
}

function queueCall(queue: SimulatedQueue, operation: string, input: QueueInput, nemesis: Nemesis): unknown {
  if (operation === 'SendMessage') {
    return queue.send(input.MessageBody ?? '', input.MessageAttributes, (input.DelaySeconds ?? 0) * 1_000);
  }
  if (operation !== 'ChangeMessageVisibilityBatch') throw new Error(`The simulated queue does not know ${operation}.`);
  const Failed = (input.Entries ?? []).flatMap(({ Id, ReceiptHandle, VisibilityTimeout }) => {
    if (nemesis.strikes('F35', 0.2)) return [{ Id, Code: 'InternalError', SenderFault: false }];
    try {
      queue.changeVisibility(ReceiptHandle, VisibilityTimeout);
      return [];
    } catch (error) {
      return [{ Id, Code: (error as Error).name, SenderFault: true }];
    }
  });
  return { Failed };
}

function bucketOf({ buckets }: RegionServices, name: string): SimulatedBucket {
  const bucket = buckets.get(name);
  if (!bucket) throw awsError('NoSuchBucket', 404, 'The specified bucket does not exist');
  return bucket;
}

/** The answer of a GET, its bytes in chunks of any size that each take their time; a transfer may break, or bring nothing more until it is destroyed. */
function body(
  { version, from }: GetOutput,
  environment: ExecutionEnvironment,
  { scheduler, random, nemesis, latency, onCall }: Network,
) {
  const { body: bytes, versionId, etag, lastModified } = version;
  const usual = random.pick([64, 1_000, 16_384, 65_536]);
  let giveUp: ((error: Error) => void) | undefined;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = from; at < bytes.length;) {
      const size = Math.max(usual === 64 ? bytes.length >> 3 : 1, 1 + random.below(usual));
      const breaks = nemesis.strikes('F32', 0.01);
      const stalls = !breaks && nemesis.strikes('F32', 0.005);
      await new Promise<void>((resolve, reject) => {
        if (stalls) {
          giveUp = (error) => environment.deliver(() => reject(error));
          return;
        }
        scheduler.after(random.next() * latency, () => {
          onCall?.(environment, 'after');
          environment.deliver(() => (breaks ? reject(connectionReset()) : resolve()));
        });
      });
      yield bytes.subarray(at, at + size);
      at += size;
    }
  }
  return {
    VersionId: versionId,
    ETag: etag,
    LastModified: lastModified,
    ContentLength: bytes.length - from,
    ...(from === 0 ? {} : { ContentRange: `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
    Body: { [Symbol.asyncIterator]: chunks, destroy: (error?: Error) => error && giveUp?.(error) },
  };
}
