import { setTimeout as sleep } from 'node:timers/promises';
import { isTerminal, type Receipt } from '@pipeline/record-schema';
import type { DeliveredFile } from './delivered-file';
import type { RegionClient } from './region-client';
import type { Delivery } from './samples';

/** A file whose receipt doesn't change for so long deserves a word, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Between two looks at a receipt, in milliseconds. */
const LOOK_EVERY_MS = 50;

export interface DeliveryWatch {
  uploaded(file: DeliveredFile): void;
  ended(file: DeliveredFile, receipt: Receipt): Promise<void> | void;
  /** Nothing has become of the file for a while. */
  waiting(file: DeliveredFile, seconds: number): void;
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
        await watch.ended(file, await terminalReceipt(client, file, watch));
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

/** Waits until no message of the ingest queue is left, in nobody's hands either. */
export async function drained(client: RegionClient): Promise<void> {
  while ((await client.queueDepth()) > 0) await sleep(LOOK_EVERY_MS);
}
