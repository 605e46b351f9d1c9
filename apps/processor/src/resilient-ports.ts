import { Dependency } from './dependency';
import { reasonOf } from './errors';
import { knownKeys } from './known-keys';
import type { CallRetries, MetricSink, Ports } from './ports';
import { openResumable } from './resume-transfer';
import { WritePace } from './write-pace';

/** The ports of one execution environment with its retries, breakers and limits, which outlive an invocation. */
export interface ResilientPorts extends Ports {
  /** Why no file can be worked on for now: a breaker that is open, and for how many milliseconds. */
  held(): { readonly by: string; readonly milliseconds: number } | undefined;
}

/**
 * Every call of a service goes through its dependency. Where an answer can wait, its absence fails nothing: metrics, and
 * new keys while the last known serve. What is not here is not to be done without.
 */
export function resilientPorts(ports: Ports): ResilientPorts {
  const { clock, log, records, receipts, objects, queue, keys } = ports;
  const [table, bucket, sqs, secrets] = ['DynamoDB', 'S3', 'SQS', 'Secrets Manager'].map(
    (name) => new Dependency(name, ports),
  ) as [Dependency, Dependency, Dependency, Dependency];
  const pace = new WritePace(() => clock.now());
  const write = <T>(work: () => Promise<T>, retries: CallRetries) => table.call(work, retries, pace);

  return {
    ...ports,
    held: () => {
      const open = [table, bucket].find((dependency) => dependency.openFor() > 0);
      return open && { by: open.name, milliseconds: open.openFor() };
    },
    records: {
      put: (item, retries) => write(() => records.put(item, retries), retries),
      renew: (item, retries) => write(() => records.renew(item, retries), retries),
      rejectedRow: (key, retries) => table.call(() => records.rejectedRow(key, retries), retries),
      resolve: (key, by, now, retries) => write(() => records.resolve(key, by, now, retries), retries),
      putRejected: (row, retries) => write(() => records.putRejected(row, retries), retries),
    },
    receipts: {
      read: (of, retries) => table.call(() => receipts.read(of, retries), retries),
      create: (receipt, retries) => table.call(() => receipts.create(receipt, retries), retries),
      begin: (key, now, retries) => table.call(() => receipts.begin(key, now, retries), retries),
      plan: (key, plan, now, retries) => table.call(() => receipts.plan(key, plan, now, retries), retries),
      commitSlice: (key, commit, now, retries) =>
        table.call(() => receipts.commitSlice(key, commit, now, retries), retries),
      finish: (key, ending, now, retries) => table.call(() => receipts.finish(key, ending, now, retries), retries),
    },
    objects: {
      open: (address, fromByte, retries) =>
        openResumable((...call) => bucket.call(() => objects.open(...call), retries), address, fromByte, retries),
    },
    queue: {
      // Only decides when a message is seen again: who calls it goes on without.
      setVisibility: (entries, retries) => queue.setVisibility(entries, retries),
      sendSlice: (message, retries) => sqs.call(() => queue.sendSlice(message, retries), retries),
      resend: (body, retries) => sqs.call(() => queue.resend(body, retries), retries),
      sendToDeadLetters: (body, context, retries) =>
        sqs.call(() => queue.sendToDeadLetters(body, context, retries), retries),
    },
    keys: knownKeys({ hmacKeys: (retries) => secrets.call(() => keys.hmacKeys(retries), retries) }, clock, log),
    metrics: withoutFailing(ports),
  };
}

/** Metrics that can't be said are logged; no file fails by them. */
function withoutFailing({ metrics, log }: Ports): MetricSink {
  const say = (metric: () => void) => {
    try {
      metric();
    } catch (error) {
      log.warn('metrics lost', { reason: reasonOf(error) });
    }
  };
  return {
    slice: (figures) => say(() => metrics.slice(figures)),
    fileEnded: (dataset, status) => say(() => metrics.fileEnded(dataset, status)),
    messageRetried: () => say(() => metrics.messageRetried()),
  };
}
