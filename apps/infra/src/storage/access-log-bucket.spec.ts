import { synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();

describe.each([
  ['us-east-1', primary.template, 'serverless-access-logs-prod'],
  ['us-west-2', standby.template, 'serverless-access-logs-us-west-2-prod'],
])('the access logs of %s', (_region, template, bucketName) => {
  const [[logicalId, bucket]] = Object.entries(
    template.findResources('AWS::S3::Bucket', { Properties: { BucketName: bucketName } }),
  ) as [[string, { Properties: Record<string, unknown> }]];
  const [policy] = Object.values(
    template.findResources('AWS::S3::BucketPolicy', { Properties: { Bucket: { Ref: logicalId } } }),
  );

  it('are kept a year', () => {
    expect(bucket.Properties['LifecycleConfiguration']).toEqual({
      Rules: [
        {
          Id: 'expire',
          Status: 'Enabled',
          ExpirationInDays: 365,
          NoncurrentVersionExpiration: { NoncurrentDays: 1 },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      ],
    });
  });

  it('are logged nowhere, and have no lock under which S3 would deliver none', () => {
    expect(bucket.Properties).not.toHaveProperty('LoggingConfiguration');
    expect(bucket.Properties).not.toHaveProperty('ObjectLockEnabled');
  });

  it('are written by S3 alone, for the other buckets of this account', () => {
    const allowed = policy!['Properties'].PolicyDocument.Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === 'Allow',
    );
    const logs = (source: string, sourceName: string) => ({
      Effect: 'Allow',
      Action: 's3:PutObject',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Resource: {
        'Fn::Join': ['', [{ 'Fn::GetAtt': [logicalId, 'Arn'] }, `/${bucketName.replace('access-logs', sourceName)}/*`]],
      },
      Condition: {
        ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': [source, 'Arn'] } },
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      },
    });
    expect(allowed).toEqual([
      logs('IngestionBucket917A3A3A', 'data-ingestion'),
      logs('AuditingBucketE3A6A9C8', 'audit-trail'),
      logs('AuditingFailureBucket8610C453', 'audit-failures'),
      logs('TrailBucket6C1E344E', 'trail'),
    ]);
  });
});
