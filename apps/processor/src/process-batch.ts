import { parseQueueMessage } from '@pipeline/runtime-contract';
import type { SQSRecord } from 'aws-lambda';
import { isLeft } from 'fp-ts/Either';
import { RetryMessage, reasonOf } from './errors';
import type { Invocation } from './invocation';
import type { Ports, VisibilityEntry } from './ports';
import { processMessage } from './process-message';
import type { ResilientPorts } from './resilient-ports';
import { visibilityBackoff } from './visibility-backoff';

/** A message whose invocation dies is seen again this long after the invocation's time would have ended, in seconds. */
const CRASH_MARGIN_S = 60;

/** Hand-overs of one slice without progress; then its receives count again, and the dead-letter queue ends the chain. */
const MAX_ATTEMPTS = 20;

/** A message that was not begun is seen again within this, in seconds. */
const NOT_BEGUN_S = 5;

/**
 * One batch, message by message, each settled for itself. Failed messages come back after a backoff that grows with
 * their receives; those that no time was left for come back at once and lose no receive by it. While a breaker is open no
 * message is begun.
 */
export async function processBatch(
  records: readonly SQSRecord[],
  invocation: Invocation,
  ports: ResilientPorts,
): Promise<PromiseSettledResult<void>[]> {
  const spare = await givenToOthers(records, invocation, ports);
  await shortenVisibility(
    records.filter((record) => !spare.has(record)),
    invocation,
    ports,
  );
  const settled: PromiseSettledResult<void>[] = [];
  const comeBack: VisibilityEntry[] = [];
  for (const record of records) {
    const given = spare.get(record);
    if (given) {
      settled.push(given);
      continue;
    }
    const receives = Number(record.attributes.ApproximateReceiveCount);
    const held = ports.held();
    const inTime = invocation.remaining() >= ports.environment.SPLIT_RESERVE_MS;
    try {
      if (held) await holdBack(record, receives, held, invocation, ports);
      else if (inTime) await processMessage(record, receives, invocation, ports);
      else await handBack(record, receives, invocation, ports);
      settled.push({ status: 'fulfilled', value: undefined });
    } catch (reason) {
      settled.push({ status: 'rejected', reason });
      const seconds = secondsAway(receives, held, inTime, ports);
      comeBack.push({ receiptHandle: record.receiptHandle, seconds });
      if (held || !inTime) continue;
      ports.metrics.messageRetried();
      ports.log.warn('message failed, it comes back', {
        messageId: record.messageId,
        receives,
        seconds,
        reason: reasonOf(reason),
        ...(reason instanceof RetryMessage ? {} : { stack: reason instanceof Error ? reason.stack : undefined }),
      });
    }
  }
  await setVisibility(comeBack, invocation, ports);
  return settled;
}

/**
 * Slices are sent to run side by side, and each is most of an invocation's work: of those in one batch one is worked on,
 * the others go back at once to whoever is free.
 */
async function givenToOthers(
  records: readonly SQSRecord[],
  invocation: Invocation,
  ports: ResilientPorts,
): Promise<ReadonlyMap<SQSRecord, PromiseSettledResult<void>>> {
  const [, ...others] = records.filter(({ body }) => isSlice(body));
  const given = new Map<SQSRecord, PromiseSettledResult<void>>();
  for (const record of others) {
    const receives = Number(record.attributes.ApproximateReceiveCount);
    const [result] = await Promise.allSettled([handBack(record, receives, invocation, ports)]);
    given.set(record, result);
  }
  const seenAgain = [...given].filter(([, { status }]) => status === 'rejected');
  await setVisibility(
    seenAgain.map(([{ receiptHandle }]) => ({ receiptHandle, seconds: 0 })),
    invocation,
    ports,
  );
  return given;
}

function isSlice(body: string): boolean {
  const parsed = parseQueueMessage(body);
  return !isLeft(parsed) && parsed.right.kind === 'slice';
}

type Held = ReturnType<ResilientPorts['held']>;

/** When a message that was not done is seen again: not before the breaker that held it allows a trial. */
function secondsAway(receives: number, held: Held, inTime: boolean, { random }: Ports): number {
  if (!held && !inTime) return Math.floor(random() * (NOT_BEGUN_S + 1));
  return Math.max(visibilityBackoff(receives, random), Math.ceil((held?.milliseconds ?? 0) / 1_000));
}

/** So that a crash costs the rest of this invocation and a minute, not the queue's whole visibility timeout. */
async function shortenVisibility(records: readonly SQSRecord[], invocation: Invocation, ports: Ports): Promise<void> {
  const seconds = Math.ceil(invocation.remaining() / 1_000) + CRASH_MARGIN_S;
  await setVisibility(
    records.map(({ receiptHandle }) => ({ receiptHandle, seconds })),
    invocation,
    ports,
  );
}

/** Visibility only decides when a message is seen again: a call that fails costs time and loses nothing. */
async function setVisibility(
  entries: readonly VisibilityEntry[],
  { lastWords }: Invocation,
  ports: Ports,
): Promise<void> {
  if (entries.length === 0) return;
  try {
    const failed = await ports.queue.setVisibility(entries, lastWords);
    if (failed.length > 0) ports.log.warn('visibility not changed', { messages: failed.length });
  } catch (error) {
    ports.log.warn('visibility not changed', { messages: entries.length, reason: reasonOf(error) });
  }
}

/**
 * A message that an open breaker holds comes back; at its last receive, which would end it among the dead letters for
 * nothing that is wrong with it, it is sent again as a new message.
 */
async function holdBack(
  { messageId, body }: SQSRecord,
  receives: number,
  held: NonNullable<Held>,
  invocation: Invocation,
  ports: Ports,
): Promise<void> {
  const dependency = held.by;
  ports.log.warn('message held back, a breaker is open', { messageId, receives, dependency });
  if (receives >= ports.environment.MAX_RECEIVES) return ports.queue.resend(body, invocation);
  throw new RetryMessage(`The breaker of ${dependency} is open.`);
}

/**
 * A message that was not begun must not burn a receive: at its first it simply comes back, later it is sent again as a
 * new message with a count of its own, and acknowledged.
 */
async function handBack(record: SQSRecord, receives: number, invocation: Invocation, ports: Ports): Promise<void> {
  if (receives <= 1) throw new RetryMessage('No time was left for this message.');
  const parsed = parseQueueMessage(record.body);
  if (isLeft(parsed) || parsed.right.kind !== 'slice') return ports.queue.resend(record.body, invocation);
  const attempt = parsed.right.attempt + 1;
  if (attempt > MAX_ATTEMPTS) throw new RetryMessage(`The slice was handed on ${MAX_ATTEMPTS} times without progress.`);
  await ports.queue.sendSlice({ ...parsed.right, attempt }, invocation);
}
