import { fileId, isTerminal, type Receipt, receiptKey, type ReceiptKey } from '@pipeline/record-schema';
import { bucketRole, SMOKE_TEST_PREFIX } from '@pipeline/runtime-contract';

/** What the smoke test needs of AWS, and of time. */
export interface SmokePorts {
  /** Uploads to the ingestion bucket of the region. */
  upload(key: string, body: string): Promise<{ readonly versionId: string; readonly lastModified: string }>;
  receipt(region: string, key: ReceiptKey): Promise<Receipt | undefined>;
  /** Epoch milliseconds. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface SmokeTarget {
  /** Where the file is uploaded, and processed. */
  readonly region: string;
  /** Whose replica of the table has to show the receipt, too. */
  readonly seenIn?: string;
  readonly timeoutSeconds: number;
}

export interface SmokeResult {
  readonly holds: boolean;
  readonly verdict: string;
}

/**
 * A record and a row that its schema refuses: reading, refusing and storing are all seen to work. The record is the same
 * in every run, of a day on which nobody measured, so that the table grows by one item in all.
 */
export const SMOKE_FILE = `date,precipitation,temp_max,temp_min,wind,weather
1900-01-01,0.0,1.0,0.0,1.0,sun
smoke-test,0.0,1.0,0.0,1.0,sun
`;

const POLL_MS = 1_000;

/** Uploads the file and waits for its receipt, in its region and then in the other's replica. */
export async function smokeTest(ports: SmokePorts, target: SmokeTarget): Promise<SmokeResult> {
  const { region, seenIn } = target;
  const started = ports.now();
  const deadline = started + target.timeoutSeconds * 1_000;
  const key = `${SMOKE_TEST_PREFIX}${new Date(started).toISOString().replaceAll(':', '-')}.csv`;
  const { versionId, lastModified } = await ports.upload(key, SMOKE_FILE);
  const file = { fileId: fileId({ role: bucketRole(region), key, versionId }), lastModified, region };
  const terminal = async (where: string): Promise<Receipt | undefined> => {
    for (;;) {
      const receipt = await ports.receipt(where, receiptKey(file));
      if (receipt && isTerminal(receipt)) return receipt;
      if (ports.now() >= deadline) return undefined;
      await ports.sleep(POLL_MS);
    }
  };
  const seconds = () => `${((ports.now() - started) / 1_000).toFixed(1)} s`;
  const fails = (what: string) => ({
    holds: false,
    verdict: `does not hold: ${what} (${key}, file id ${file.fileId})`,
  });

  const receipt = await terminal(region);
  if (!receipt)
    return fails(`no receipt in ${region} after ${seconds()}; look at the queues and the log of the processor`);
  const wrong = whatIsWrong(receipt);
  if (wrong) return fails(`the receipt of ${region} ${wrong}`);
  const here = `${region} has the receipt after ${seconds()}`;
  if (seenIn === undefined) return { holds: true, verdict: `holds: ${here}` };

  const replicated = await terminal(seenIn);
  if (!replicated) return fails(`${here}, but ${seenIn} has none after ${seconds()}; look at the table's replication`);
  return { holds: true, verdict: `holds: ${here}, and ${seenIn} after ${seconds()}` };
}

function whatIsWrong({ processingStatus, rows, stored, duplicate, rejected, fault }: Receipt): string | undefined {
  if (processingStatus === 'FAILED') return `is FAILED: ${fault?.code ?? 'no fault'} ${fault?.message ?? ''}`.trimEnd();
  const expected = rows === 2 && rejected === 1 && stored + duplicate === 1;
  return expected
    ? undefined
    : `has ${JSON.stringify({ rows, stored, duplicate, rejected })}, not one record and one reject`;
}
