import { formatOf } from '@pipeline/file-formats';
import { datasetOf, newReceipt, type ReceiptKey, receiptKey } from '@pipeline/record-schema';
import type { ReplayMessage } from '@pipeline/runtime-contract';
import { RefuseFile } from './errors';
import { replayTask } from './file-task';
import { handOn } from './hand-on';
import type { Invocation } from './invocation';
import type { Ports } from './ports';
import { refusalOf } from './process-file';
import { replayRows } from './replay-rows';

/**
 * One part of a replay, from the rejected rows to the replay's own receipt: the file's receipt stays as it is. A part
 * that is marked done is not read again.
 * @param last whether the message's receives end with this one: then every fault is terminal.
 * @throws RefuseFile once the replay's receipt says FAILED; anything else means that the message should come back.
 */
export async function processReplay(
  message: ReplayMessage,
  last: boolean,
  invocation: Invocation,
  ports: Ports,
): Promise<void> {
  const { environment, receipts, clock } = ports;
  const { fileId, address, origin, replay, of, rows, parts } = message;
  const { lastModified } = origin;
  const key = receiptKey({ fileId, lastModified, region: environment.TABLE_REGION, replay });
  const dataset = datasetOf(origin.key);
  await receipts.create(
    newReceipt({
      fileId,
      ...(dataset && { dataset: dataset.name }),
      object: { ...address, lastModified },
      origin,
      region: environment.TABLE_REGION,
      replay: { number: replay, of, parts },
      shardCount: environment.STATUS_SHARDS,
      now: clock.now(),
    }),
    invocation,
  );
  try {
    await replayPart(message, rows[0] ?? 0, key, invocation, ports);
  } catch (error) {
    const refusal = refusalOf(error, last);
    if (!refusal) throw error;
    const fault = { code: refusal.code, message: refusal.message };
    await receipts.finish(key, { status: 'FAILED', fault }, clock.now(), invocation);
    throw refusal;
  }
}

async function replayPart(
  message: ReplayMessage,
  part: number,
  key: ReceiptKey,
  invocation: Invocation,
  ports: Ports,
): Promise<void> {
  const { origin, fileId, replay } = message;
  const dataset = datasetOf(origin.key);
  const format = formatOf(origin.key);
  if (!dataset || !format) throw new RefuseFile('UNKNOWN_DATASET', `"${origin.key}" belongs to no dataset.`);
  const receipt = await ports.receipts.begin(key, ports.clock.now(), invocation);
  if (!receipt) return;
  const file = { task: replayTask(message), lastModified: origin.lastModified, key };
  if (receipt.done.has(part)) return handOn(file, dataset.name, receipt, invocation, ports);

  const begun = ports.clock.now();
  const retriesBefore = invocation.retries();
  const { counts, bytes } = await replayRows(message, dataset, format, key.timestamp, invocation, ports);
  const commit = { start: part, counts, bytes };
  const committed = await ports.receipts.commitSlice(key, commit, ports.clock.now(), invocation);
  if (committed) {
    const durationMs = ports.clock.now() - begun;
    const retries = invocation.retries() - retriesBefore;
    ports.metrics.slice({ dataset: dataset.name, counts, bytes, durationMs, retries });
    ports.log.info('part replayed', { fileId, replay, part, ...counts });
  }
  // The mark was there: another delivery of the same part was faster, and its counts stand.
  const standing = committed ?? (await ports.receipts.read([key], invocation))[0];
  if (standing) await handOn(file, dataset.name, standing, invocation, ports);
}
