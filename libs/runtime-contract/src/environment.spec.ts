import * as fc from 'fast-check';
import {
  type AuditorEnvironment,
  auditorEnvironment,
  decodeEnvironment,
  encodeEnvironment,
  type ProcessorEnvironment,
  processorEnvironment,
} from './environment';

const text = fc.string({ minLength: 1 });
const count = fc.nat(1_000_000_000);
const environment: fc.Arbitrary<ProcessorEnvironment> = fc.record({
  TABLE_NAME: text,
  TABLE_REGION: text,
  PIPELINE_REGIONS: fc.array(fc.stringMatching(/^[a-z0-9-]+$/), { minLength: 1, maxLength: 3 }),
  INGEST_QUEUE_URL: text,
  DEAD_LETTER_QUEUE_URL: text,
  PIPELINE_SECRET: text,
  MAX_RECEIVES: count,
  STATUS_SHARDS: count,
  MAX_ROW_BYTES: count,
  MAX_REJECTED_ROWS: count,
  MAX_REJECTED_PERCENT: count,
  MAX_WRITES_IN_FLIGHT: count,
  WRITER: fc.constantFrom('lean', 'sdk'),
  SPLIT_RESERVE_MS: count,
  SLICE_BYTES: count,
  POWERTOOLS_SERVICE_NAME: text,
  POWERTOOLS_METRICS_NAMESPACE: text,
  POWERTOOLS_LOG_LEVEL: fc.constantFrom('DEBUG', 'INFO', 'WARN', 'ERROR'),
});

describe('the environment of the processor', () => {
  it('is read as it was written, and is text on the way', () => {
    fc.assert(
      fc.property(environment, (promised) => {
        const variables = encodeEnvironment(processorEnvironment, promised);
        expect(Object.values(variables).every((value) => typeof value === 'string')).toBe(true);
        expect(decodeEnvironment(processorEnvironment, variables)).toEqual(promised);
      }),
    );
  });

  it('that is wrong is refused with every variable that is', () => {
    const [promised] = fc.sample(environment, 1) as [ProcessorEnvironment];
    const variables = { ...encodeEnvironment(processorEnvironment, promised), TABLE_NAME: '', MAX_RECEIVES: 'ten' };
    expect(() => decodeEnvironment(processorEnvironment, variables)).toThrow(
      "The function's environment is wrong: TABLE_NAME must be a non-empty text; MAX_RECEIVES must be a whole number. Deploy the stack and the bundle together.",
    );
  });

  it('that lacks a variable is refused', () => {
    expect(() => decodeEnvironment(processorEnvironment, {})).toThrow(
      'PIPELINE_REGIONS must be a comma-separated list',
    );
  });
});

describe('the environment of the stream-auditor', () => {
  const auditor: AuditorEnvironment = {
    TABLE_NAME: 'serverless-processed-data-prod',
    TABLE_REGION: 'us-east-1',
    AUDIT_BUCKET: 'serverless-audit-trail-prod',
    DIGEST_GRACE_MINUTES: 15,
    DIGEST_LOOKBACK_HOURS: 48,
    MAX_REPAIRS_IN_FLIGHT: 16,
    POWERTOOLS_SERVICE_NAME: 'stream-auditor',
    POWERTOOLS_METRICS_NAMESPACE: 'ServerlessPipeline',
    POWERTOOLS_LOG_LEVEL: 'INFO',
  };

  it('is read as it was written', () => {
    expect(decodeEnvironment(auditorEnvironment, encodeEnvironment(auditorEnvironment, auditor))).toEqual(auditor);
  });

  it('that lacks a bucket is refused', () => {
    const variables = { ...encodeEnvironment(auditorEnvironment, auditor), AUDIT_BUCKET: '' };
    expect(() => decodeEnvironment(auditorEnvironment, variables)).toThrow('AUDIT_BUCKET must be a non-empty text');
  });
});
