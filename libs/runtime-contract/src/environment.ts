import { isLeft } from 'fp-ts/Either';
import * as t from 'io-ts';

const environmentText = new t.Type<string, string, unknown>(
  'a non-empty text',
  t.string.is,
  (value, context) => (typeof value === 'string' && value !== '' ? t.success(value) : t.failure(value, context)),
  (value) => value,
);

const wholeNumber = new t.Type<number, string, unknown>(
  'a whole number',
  t.number.is,
  (value, context) =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? t.success(Number(value)) : t.failure(value, context),
  String,
);

const commaSeparated = new t.Type<readonly string[], string, unknown>(
  'a comma-separated list',
  (value): value is readonly string[] => Array.isArray(value) && value.every(t.string.is),
  (value, context) =>
    typeof value === 'string' && value !== '' ? t.success(value.split(',')) : t.failure(value, context),
  (values) => values.join(','),
);

/** What every function of the pipeline is told. */
const variablesOfAll = {
  TABLE_NAME: environmentText,
  /** The function's own region: of its table, queue, bucket and trail, and the origin region of what it writes. */
  TABLE_REGION: environmentText,
  POWERTOOLS_SERVICE_NAME: environmentText,
  POWERTOOLS_METRICS_NAMESPACE: environmentText,
  POWERTOOLS_LOG_LEVEL: t.union([t.literal('DEBUG'), t.literal('INFO'), t.literal('WARN'), t.literal('ERROR')]),
};

/** Partitions of one status in the status index; grows only by doubling. */
const statusShards = { STATUS_SHARDS: wholeNumber };

/**
 * The processor's environment: the one promise between the template and the function. Infra encodes it, the function
 * decodes `process.env` with it at cold start, so that a wrong name fails to compile and a bad value fails before any file.
 */
export const processorEnvironment = t.readonly(
  t.type({
    ...variablesOfAll,
    /** Every region of the pipeline: a file is complete when the receipt of any of them is. */
    PIPELINE_REGIONS: commaSeparated,
    INGEST_QUEUE_URL: environmentText,
    DEAD_LETTER_QUEUE_URL: environmentText,
    /** Name of the secret with the keys of sensitive fields; a replica of it is in every region. */
    PIPELINE_SECRET: environmentText,
    /** Receives after which a fault is terminal: the queue's `maxReceiveCount`. */
    MAX_RECEIVES: wholeNumber,
    ...statusShards,
    /** A longer row is refused, in bytes. */
    MAX_ROW_BYTES: wholeNumber,
    /** A file stops when it has more rejected rows than this … */
    MAX_REJECTED_ROWS: wholeNumber,
    /** … and more than this share of its rows, in percent. */
    MAX_REJECTED_PERCENT: wholeNumber,
    /** Writes under way at once. */
    MAX_WRITES_IN_FLIGHT: wholeNumber,
    /** How rows are written: straight to the wire, or through the SDK, which costs some ten times as much. */
    WRITER: t.union([t.literal('lean'), t.literal('sdk')]),
    /** A slice stops at a row boundary when less than this is left of the invocation, in milliseconds. */
    SPLIT_RESERVE_MS: wholeNumber,
    /** A larger object is planned into slices of at least so many bytes. */
    SLICE_BYTES: wholeNumber,
  }),
);
export type ProcessorEnvironment = t.TypeOf<typeof processorEnvironment>;

/** The stream-auditor's environment. */
export const auditorEnvironment = t.readonly(
  t.type({
    ...variablesOfAll,
    /** The write-once bucket of the trail. */
    AUDIT_BUCKET: environmentText,
    /** An hour's digest is written when the hour is over for so long, in minutes; what comes later is in a later digest. */
    DIGEST_GRACE_MINUTES: wholeNumber,
    /** Hours before its own in which a digest looks for late objects: more than the age that the mapping lets a record reach. */
    DIGEST_LOOKBACK_HOURS: wholeNumber,
    /** Repairs under way at once. */
    MAX_REPAIRS_IN_FLIGHT: wholeNumber,
  }),
);
export type AuditorEnvironment = t.TypeOf<typeof auditorEnvironment>;

/** The gateway's environment. */
export const gatewayEnvironment = t.readonly(
  t.type({
    ...variablesOfAll,
    INGESTION_BUCKET: environmentText,
    INGEST_QUEUE_URL: environmentText,
    ...statusShards,
    /** Whether the bucket has an accelerated endpoint. */
    TRANSFER_ACCELERATION: t.union([t.literal('on'), t.literal('off')]),
    /** A signed URL serves for so long, in seconds: one of a part, of which there may be many, longer. */
    UPLOAD_URL_SECONDS: wholeNumber,
    PART_URL_SECONDS: wholeNumber,
    /** S3 forgets parts that nobody joined after so many days. */
    MULTIPART_DAYS: wholeNumber,
  }),
);
export type GatewayEnvironment = t.TypeOf<typeof gatewayEnvironment>;

/**
 * Invocations of the processor at once while the breaker holds it: the least that Lambda takes. `MAXIMUM_CONCURRENCY` is more, for
 * that is how a mapping that the breaker has disabled is told from one that an operator has.
 */
export const TRIAL_CONCURRENCY = 2;

/** The sentinel's environment. */
export const sentinelEnvironment = t.readonly(
  t.type({
    ...variablesOfAll,
    /** The region that it watches beside its own, and stands in for. */
    OTHER_REGION: environmentText,
    INGESTION_BUCKET: environmentText,
    OTHER_INGESTION_BUCKET: environmentText,
    INGEST_QUEUE_URL: environmentText,
    OTHER_INGEST_QUEUE_URL: environmentText,
    /** The event source mapping that feeds the processor. */
    MAPPING_ID: environmentText,
    MAPPING_ARN: environmentText,
    /** Its concurrency while nothing is wrong: above that of a trial. */
    MAXIMUM_CONCURRENCY: wholeNumber,
    /** ARN of the other region's role, by which its files are taken over. */
    FAILOVER_ROLE: environmentText,
    /** ARN of the topic that people hear of. */
    NOTIFICATION_TOPIC: environmentText,
    /** Names of the rules that fire the function. */
    TICK_RULE: environmentText,
    RECONCILE_RULE: environmentText,
    ...statusShards,
    /** Of the ingest queue: twice as long without a change, and a file is stalled. */
    VISIBILITY_TIMEOUT_SECONDS: wholeNumber,
    /** A probe that takes longer has no answer, in milliseconds. */
    PROBE_TIMEOUT_MS: wholeNumber,
    /** Ticks in a row without an answer after which a region is lost, and with one after which it is back. */
    LOST_AFTER_TICKS: wholeNumber,
    BACK_AFTER_TICKS: wholeNumber,
    /** S3 has announced an object after so long, or it never does. */
    ANNOUNCED_WITHIN_SECONDS: wholeNumber,
  }),
);
export type SentinelEnvironment = t.TypeOf<typeof sentinelEnvironment>;

/** The variables of a function as a template carries them. Values may be tokens of the synthesis: they pass through. */
export function encodeEnvironment<A, O extends Record<string, string>>(codec: t.Type<A, O>, environment: A): O {
  return codec.encode(environment);
}

/**
 * Reads a function's environment.
 * @throws Error naming every variable that is missing or wrong; it ends the cold start, before any message is taken.
 */
export function decodeEnvironment<A>(codec: t.Type<A, unknown>, variables: Record<string, string | undefined>): A {
  const decoded = codec.decode(variables);
  if (isLeft(decoded)) {
    const wrong = decoded.left.map(({ context }) => {
      const names = context.map((entry) => entry.key).filter((key) => key !== '' && !/^\d+$/.test(key));
      return `${names[0] ?? 'environment'} must be ${context.at(-1)?.type.name ?? codec.name}`;
    });
    throw new Error(
      `The function's environment is wrong: ${[...new Set(wrong)].join('; ')}. Deploy the stack and the bundle together.`,
    );
  }
  return decoded.right;
}
