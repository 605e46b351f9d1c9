import type { PipelineConfig } from './pipeline-config';

type Parts = Pick<PipelineConfig, 'ingestion' | 'processing'>;

/** Of the default quota of 1,000 (Lambda Developer Guide, "Configuring reserved concurrency"). */
const MOST_RESERVED = 900;

/** Below the mapping's maximum Lambda would poll messages that it then refuses to run, of which each burns a receive. */
function concurrencyBreaches({ ingestion, processing }: Parts): string[] {
  const { reservedConcurrency: reserved } = processing;
  const { maximumConcurrency: least } = ingestion;
  if (reserved === 'none' || (Number.isInteger(reserved) && reserved >= least && reserved <= MOST_RESERVED)) return [];
  return [
    `processing.reservedConcurrency is ${reserved}: say none, or a whole number from ingestion.maximumConcurrency (${least}), or messages are throttled until they are dead letters, to ${MOST_RESERVED}, since Lambda keeps 100 of an account's 1,000 for other functions.`,
  ];
}

/** How an invocation would make no progress, or messages be throttled until they are dead: one sentence each. */
export function checkProcessing({ ingestion, processing }: Parts): readonly string[] {
  const { splitReserveMs, timeoutSeconds } = processing;
  return [
    ...(splitReserveMs > 0 && splitReserveMs < timeoutSeconds * 1_000
      ? []
      : [
          `processing.splitReserveMs is ${splitReserveMs}: it must be more than 0 and less than processing.timeoutSeconds (${timeoutSeconds * 1_000} ms), or no slice ever makes progress.`,
        ]),
    ...concurrencyBreaches({ ingestion, processing }),
  ];
}
