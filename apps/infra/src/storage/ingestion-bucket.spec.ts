import { notificationRules } from '@pipeline/record-schema';
import { synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();

interface QueueConfiguration {
  readonly Event: string;
  readonly Queue: unknown;
  readonly Filter: { readonly S3Key: { readonly Rules: readonly { readonly Name: string; readonly Value: string }[] } };
}

describe.each([
  ['us-east-1', primary.template, 'serverless-data-ingestion-prod'],
  ['us-west-2', standby.template, 'serverless-data-ingestion-us-west-2-prod'],
])('the ingestion bucket of %s', (_region, template, bucketName) => {
  const buckets = Object.values(template.findResources('AWS::S3::Bucket', { Properties: { BucketName: bucketName } }));
  const bucket = buckets[0]!;

  it('keeps every version, encrypted with keys of S3, and shows nothing to the public', () => {
    expect(buckets).toHaveLength(1);
    expect(bucket['Properties']).toMatchObject({
      BucketName: bucketName,
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
  });

  it('drops unfinished uploads, archives what is old, and forgets what was replaced', () => {
    expect(bucket['Properties'].LifecycleConfiguration.Rules).toEqual([
      {
        Id: 'abort-incomplete-uploads',
        Status: 'Enabled',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
      {
        Id: 'archive',
        Status: 'Enabled',
        Transitions: [
          { StorageClass: 'STANDARD_IA', TransitionInDays: 30 },
          { StorageClass: 'GLACIER_IR', TransitionInDays: 90 },
        ],
      },
      {
        Id: 'expire-replaced-versions',
        Status: 'Enabled',
        NoncurrentVersionExpiration: { NoncurrentDays: 90 },
        ExpiredObjectDeleteMarker: true,
      },
    ]);
  });

  it('takes uploads at the edge, and logs every request', () => {
    expect(bucket['Properties']).toMatchObject({
      AccelerateConfiguration: { AccelerationStatus: 'Enabled' },
      LoggingConfiguration: {
        DestinationBucketName: { Ref: 'AccessLogBucketDA470295' },
        LogFilePrefix: `${bucketName}/`,
      },
    });
  });

  it('announces exactly what the datasets declare, to the ingest queue', () => {
    const configurations: QueueConfiguration[] = bucket['Properties'].NotificationConfiguration.QueueConfigurations;
    expect(Object.keys(bucket['Properties'].NotificationConfiguration)).toEqual(['QueueConfigurations']);
    expect(
      configurations.map(({ Event, Queue, Filter }) => ({
        Event,
        Queue,
        rule: Object.fromEntries(Filter.S3Key.Rules.map(({ Name, Value }) => [Name, Value])),
      })),
    ).toEqual(
      notificationRules().map(({ prefix, suffix }) => ({
        Event: 's3:ObjectCreated:*',
        Queue: { 'Fn::GetAtt': ['IngestQueue95F6DB49', 'Arn'] },
        rule: { prefix, suffix },
      })),
    );
    expect(configurations.length).toBeGreaterThan(0);
  });

  it('waits for the policy that lets it send, which S3 tries at once', () => {
    expect(bucket['DependsOn']).toContain('IngestQueuePolicy285B1167');
  });

  it('refuses plain HTTP and TLS below 1.2, for bucket and objects', () => {
    const arn = { 'Fn::GetAtt': ['IngestionBucket917A3A3A', 'Arn'] };
    const deny = (Condition: Record<string, unknown>) => ({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 's3:*',
      Resource: [arn, { 'Fn::Join': ['', [arn, '/*']] }],
      Condition,
    });
    const policies = Object.values(
      template.findResources('AWS::S3::BucketPolicy', {
        Properties: { Bucket: { Ref: 'IngestionBucket917A3A3A' } },
      }),
    );
    expect(policies).toHaveLength(1);
    expect(policies[0]!['Properties'].PolicyDocument.Statement).toEqual([
      deny({ Bool: { 'aws:SecureTransport': 'false' } }),
      deny({ NumericLessThan: { 's3:TlsVersion': 1.2 } }),
      expect.objectContaining({ Sid: 'OtherRegionHandsOver' }),
      expect.objectContaining({ Sid: 'NobodyElseHandsOver' }),
    ]);
    expect(policies[0]!['DeletionPolicy']).toBe('RetainExceptOnCreate');
  });
});
