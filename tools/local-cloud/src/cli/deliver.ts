import { setTimeout as sleep } from 'node:timers/promises';
import { isTerminal, type Receipt } from '@pipeline/record-schema';
import type { DeliveredFile } from './delivered-file';
import type { RegionClient } from './region-client';
import type { Delivery } from './samples';

/** A file whose receipt doesn't change for so long deserves a word, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Between two looks at a receipt, in milliseconds. */
const LOOK_EVERY_MS = 50;

/** A file, the path of its bytes and the region that it goes to. */
export interface ReadyDelivery extends Pick<Delivery, 'dataset' | 'key'> {
  readonly path: string;
  readonly client: RegionClient;
}

export interface DeliveryWatch {
  uploaded(file: DeliveredFile): void;
  ended(file: DeliveredFile, receipt: Receipt): void;
  /** Nothing has become of the file for a while. */
  waiting(file: DeliveredFile, seconds: number): void;
}

/**
 * Delivers the files: those of one dataset to one region one after another, each after the receipt of the one before;
 * datasets and regions side by side. Resolves when every receipt is terminal.
 */
export async function deliver(deliveries: readonly ReadyDelivery[], watch: DeliveryWatch): Promise<void> {
  const queues = new Map<string, ReadyDelivery[]>();
  for (const delivery of deliveries) {
    const queue = `${delivery.client.address.region} ${delivery.dataset}`;
    queues.set(queue, [...(queues.get(queue) ?? []), delivery]);
  }
  await Promise.all(
    [...queues.values()].map(async (files) => {
      for (const { dataset, key, path, client } of files) {
        const file = await client.upload(dataset, key, path);
        watch.uploaded(file);
        watch.ended(file, await terminalReceipt(client, file, watch));
      }
    }),
  );
}

async function terminalReceipt(client: RegionClient, file: DeliveredFile, watch: DeliveryWatch): Promise<Receipt> {
  const begun = Date.now();
  let patience = PATIENCE_MS;
  for (;;) {
    const receipt = await client.receipt(file);
    if (receipt && isTerminal(receipt)) return receipt;
    const waited = Date.now() - begun;
    if (waited > patience) {
      watch.waiting(file, Math.round(waited / 1_000));
      patience *= 2;
    }
    await sleep(LOOK_EVERY_MS);
  }
}

interface Look {
  /** What is waited for. */
  readonly left: readonly string[];
  /** The newest record of each stream. */
  readonly newest: readonly number[];
}

/**
 * Waits until no region's ingest queue has a message, in nobody's hands either, each has what the other wrote, and no
 * mapping has a record of a stream left. What a function writes of one comes back through queue, replication and stream,
 * so all must be still in two looks, between which no table changed.
 */
export async function settled(clients: readonly RegionClient[], say?: (text: string) => void): Promise<void> {
  const look = async (client: RegionClient): Promise<Look> => {
    const { region } = client.address;
    const messages = await client.queueDepth();
    const { replicas } = await client.replication();
    const streams = await client.streams();
    const left = [
      ...(messages > 0 ? [`${region} has ${messages} messages in its queue`] : []),
      ...replicas
        .filter(({ backlog }) => backlog > 0)
        .map(({ region: other, backlog }) => `${region} has ${backlog} changes that ${other} has not`),
      ...streams
        .filter(({ backlog }) => backlog > 0)
        .map(({ backlog, functionName }) => `${region} has ${backlog} records of a stream for ${functionName}`),
    ];
    return { left, newest: streams.map(({ newest }) => newest) };
  };
  const begun = Date.now();
  let patience = PATIENCE_MS;
  let before: string | undefined;
  for (;;) {
    const looks = await Promise.all(clients.map(look));
    const waitedFor = looks.flatMap(({ left }) => left);
    const now = JSON.stringify(looks.map(({ newest }) => newest));
    if (waitedFor.length === 0 && now === before) return;
    before = waitedFor.length === 0 ? now : undefined;
    if (waitedFor.length > 0 && Date.now() - begun > patience) {
      say?.(`Waiting: ${waitedFor.join('; ')}.`);
      patience *= 2;
    }
    await sleep(LOOK_EVERY_MS);
  }
}
