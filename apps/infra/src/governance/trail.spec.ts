import { type SynthesisedStack, synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();
const guarded = synthesise({ protect: 'true' });

const bucketOf = ({ resources }: SynthesisedStack) => resources['TrailBucket6C1E344E'];

describe.each([
  { stack: primary, protectedStack: guarded.primary, inName: '' },
  { stack: standby, protectedStack: guarded.standby, inName: '-us-west-2' },
])('the trail of $stack.region', ({ stack, protectedStack, inName }) => {
  const { template, region } = stack;
  const trailArn = {
    'Fn::Join': ['', [`arn:aws:cloudtrail:${region}:`, { Ref: 'AWS::AccountId' }, ':trail/serverless-trail-prod']],
  };

  it('records calls and files of its region alone, validated', () => {
    template.resourceCountIs('AWS::CloudTrail::Trail', 1);
    template.hasResource('AWS::CloudTrail::Trail', {
      Properties: {
        TrailName: 'serverless-trail-prod',
        IsLogging: true,
        IsMultiRegionTrail: false,
        IncludeGlobalServiceEvents: region === 'us-east-1',
        EnableLogFileValidation: true,
        S3BucketName: { Ref: 'TrailBucket6C1E344E' },
        KMSKeyId: { 'Fn::GetAtt': ['TrailKey31F874A3', 'Arn'] },
        AdvancedEventSelectors: [
          { Name: 'Calls', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
          {
            Name: 'Files',
            FieldSelectors: [
              { Field: 'eventCategory', Equals: ['Data'] },
              { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
              // Not its own bucket, nor that of the access logs: either would be a loop.
              {
                Field: 'resources.ARN',
                StartsWith: [
                  `arn:aws:s3:::serverless-data-ingestion${inName}-prod/`,
                  `arn:aws:s3:::serverless-audit-trail${inName}-prod/`,
                ],
              },
            ],
          },
        ],
      },
      DependsOn: ['TrailBucketPolicy053FC86D'],
    });
  });

  it('keeps its files in a bucket of its own, from which nobody can take them', () => {
    expect(bucketOf(stack)?.Properties).toMatchObject({
      BucketName: `serverless-trail${inName}-prod`,
      ObjectLockEnabled: true,
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true },
      LoggingConfiguration: { DestinationBucketName: { Ref: 'AccessLogBucketDA470295' } },
    });
    expect(bucketOf(protectedStack)?.Properties).toMatchObject({
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } },
      },
    });
  });

  it('holds nothing yet in the first deployment, which may have to be taken back', () => {
    expect(bucketOf(stack)?.Properties).not.toHaveProperty('ObjectLockConfiguration');
  });

  it('alone may write there, and encrypt', () => {
    const principal = { Service: 'cloudtrail.amazonaws.com' };
    const bucket = { 'Fn::GetAtt': ['TrailBucket6C1E344E', 'Arn'] };
    const allowed = (document: unknown) =>
      (document as { Statement: { Effect: string }[] }).Statement.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed(stack.resources['TrailBucketPolicy053FC86D']?.Properties?.['PolicyDocument'])).toEqual([
      {
        Sid: 'TrailLooks',
        Effect: 'Allow',
        Principal: principal,
        Action: 's3:GetBucketAcl',
        Resource: bucket,
        Condition: { StringEquals: { 'aws:SourceArn': trailArn } },
      },
      {
        Sid: 'TrailWrites',
        Effect: 'Allow',
        Principal: principal,
        Action: 's3:PutObject',
        Resource: { 'Fn::Join': ['', [bucket, '/AWSLogs/', { Ref: 'AWS::AccountId' }, '/*']] },
        Condition: {
          StringEquals: { 'aws:SourceArn': trailArn, 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      },
    ]);
    expect(allowed(stack.resources['TrailKey31F874A3']?.Properties?.['KeyPolicy'])[1]).toEqual({
      Sid: 'TrailEncrypts',
      Effect: 'Allow',
      Principal: principal,
      Action: ['kms:DescribeKey', 'kms:GenerateDataKey'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceArn': trailArn } },
    });
  });

  it('has a key that outlives the stack, as its files do', () => {
    expect(stack.resources['TrailKey31F874A3']).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { EnableKeyRotation: true },
    });
  });
});
