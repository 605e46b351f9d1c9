import { setTimeout as sleep } from 'node:timers/promises';
import { isTerminal, type Receipt } from '@pipeline/record-schema';
import type { DeliveredFile } from './delivered-file';
import type { RegionClient } from './region-client';
import type { Delivery } from './samples';

/** Between two looks at a receipt, in milliseconds. */
const LOOK_EVERY_MS = 50;

export interface DeliveryWatch {
  uploaded(file: DeliveredFile): void;
  ended(file: DeliveredFile, receipt: Receipt): Promise<void> | void;
}

/**
 * Delivers the files: those of one dataset one after another, each after the receipt of the one before; datasets side
 * by side. Resolves when every receipt is terminal.
 */
export async function deliver(
  deliveries: readonly (Delivery & { readonly path: string })[],
  client: RegionClient,
  watch: DeliveryWatch,
): Promise<void> {
  const byDataset = new Map<string, (Delivery & { readonly path: string })[]>();
  for (const delivery of deliveries) {
    byDataset.set(delivery.dataset, [...(byDataset.get(delivery.dataset) ?? []), delivery]);
  }
  await Promise.all(
    [...byDataset.values()].map(async (files) => {
      for (const { dataset, key, path } of files) {
        const file = await client.upload(dataset, key, path);
        watch.uploaded(file);
        await watch.ended(file, await terminalReceipt(client, file));
      }
    }),
  );
}

async function terminalReceipt(client: RegionClient, file: DeliveredFile): Promise<Receipt> {
  for (;;) {
    const receipt = await client.receipt(file);
    if (receipt && isTerminal(receipt)) return receipt;
    await sleep(LOOK_EVERY_MS);
  }
}

/** Waits until no message of the ingest queue is left, in nobody's hands either. */
export async function drained(client: RegionClient): Promise<void> {
  while ((await client.queueDepth()) > 0) await sleep(LOOK_EVERY_MS);
}
