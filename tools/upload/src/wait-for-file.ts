import { setTimeout as sleep } from 'node:timers/promises';
import { type GatewayClient, GatewayRefused } from './gateway-client';

export interface FileAccount {
  readonly id: string;
  readonly status: string;
  readonly receipts: readonly {
    readonly status: string;
    readonly counts: Readonly<Record<'rows' | 'stored' | 'duplicate' | 'superseded' | 'rejected', number>>;
    readonly fault?: { readonly code: string; readonly message: string };
  }[];
}

const ENDED = new Set(['COMPLETED', 'COMPLETED_WITH_REJECTS', 'FAILED']);
const ASK_EVERY_MS = 1_000;

/** Asks until the file is accounted for, or the patience is at its end; undefined then. */
export async function waitForFile(
  client: GatewayClient,
  fileId: string,
  patienceMs: number,
  everyMs = ASK_EVERY_MS,
): Promise<FileAccount | undefined> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      const account = await client.call<FileAccount>('GET', `/files/${fileId}`);
      if (ENDED.has(account.status)) return account;
    } catch (error) {
      // Its message was not taken yet: there is no receipt. A gateway that is away may come back.
      if (!(error instanceof GatewayRefused) || (error.status !== 404 && error.status < 500)) throw error;
    }
    if (Date.now() >= until) return undefined;
    await sleep(everyMs);
  }
}
