import { Match } from 'aws-cdk-lib/assertions';
import { synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();
const protectedStacks = synthesise({ protect: 'true' });

describe.each([
  { stack: primary, guarded: protectedStacks.primary, inName: '' },
  { stack: standby, guarded: protectedStacks.standby, inName: '-us-west-2' },
])('the audit trail of $stack.region', ({ stack, guarded, inName }) => {
  const { template, region } = stack;
  const bucketName = `serverless-audit-trail${inName}-prod`;

  it('is written once: its bucket has a lock, which holds from the second deployment on', () => {
    const lock = { BucketName: bucketName, ObjectLockEnabled: true, VersioningConfiguration: { Status: 'Enabled' } };
    template.hasResourceProperties('AWS::S3::Bucket', lock);
    guarded.template.hasResourceProperties('AWS::S3::Bucket', {
      ...lock,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 400 } },
      },
    });
  });

  it('goes to the archive, and nothing of it expires', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketName: bucketName,
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'archive',
            Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 90 }],
            ExpirationInDays: Match.absent(),
            NoncurrentVersionExpiration: Match.absent(),
          },
        ],
      },
    });
  });

  it('is written by the stream-auditor alone', () => {
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      Bucket: { Ref: 'AuditingBucketE3A6A9C8' },
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Sid: 'NobodyElseWrites',
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 's3:PutObject',
            Condition: {
              ArnNotEquals: {
                'aws:PrincipalArn': {
                  'Fn::Join': [
                    '',
                    ['arn:aws:iam::', { Ref: 'AWS::AccountId' }, `:role/serverless-stream-auditor-role${inName}-prod`],
                  ],
                },
              },
            },
          }),
        ]),
      },
    });
  });

  it("is fed by the stream of this region's replica, from its birth, and loses nothing that fails", () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn:
        region === 'us-east-1'
          ? { 'Fn::GetAtt': ['ProcessedTable98849013', 'StreamArn'] }
          : { 'Fn::GetAtt': ['ReplicaStreamEA3011A9', 'StreamArn'] },
      FunctionName: { Ref: Match.stringLikeRegexp('^AuditingAuditorLive') },
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 20,
      MaximumRecordAgeInSeconds: 72_000,
      ParallelizationFactor: 2,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['AuditingFailureBucket8610C453', 'Arn'] } } },
      Enabled: Match.absent(),
    });
  });

  it('leaves heartbeats out', () => {
    const [pattern] = Object.values(template.findResources('AWS::Lambda::EventSourceMapping')).flatMap(
      ({ Properties }) =>
        ((Properties.FilterCriteria?.Filters ?? []) as { readonly Pattern: string }[]).map(
          ({ Pattern }) => JSON.parse(Pattern) as unknown,
        ),
    );
    expect(pattern).toEqual({
      dynamodb: { Keys: { recordId: { S: [{ 'anything-but': { prefix: 'heartbeat#' } }] } } },
    });
  });

  it('is digested every hour, when the hour before has had its grace', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      Name: 'serverless-audit-digest-prod',
      ScheduleExpression: 'cron(16 * * * ? *)',
      Targets: [{ Id: 'auditor', Input: '{"kind":"digest"}' }],
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^AuditingDigestScheduleRule'), 'Arn'] },
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  it('can be asked in SQL: partitions follow from the names of objects', () => {
    const location = (rest: string) => ({
      'Fn::Join': ['', ['s3://', { Ref: 'AuditingBucketE3A6A9C8' }, `/entries/${rest}`]],
    });
    template.hasResourceProperties('AWS::Glue::Table', {
      DatabaseName: 'serverless_audit_prod',
      TableInput: {
        Name: 'serverless_audit_entries_prod',
        PartitionKeys: [{ Name: 'region' }, { Name: 'dt' }, { Name: 'hour' }],
        Parameters: {
          'projection.enabled': 'true',
          'projection.region.values': region,
          'projection.hour.digits': '2',
          'storage.location.template': location('region=${region}/dt=${dt}/hour=${hour}/'),
        },
        StorageDescriptor: { Location: location('') },
      },
    });
    const queries = Object.values(template.findResources('AWS::Athena::NamedQuery')).map(
      ({ Properties }) => Properties as { readonly Name: string; readonly QueryString: string },
    );
    expect(queries.map(({ Name }) => Name)).toEqual([
      'serverless-history-of-an-item-prod',
      'serverless-changes-of-a-file-prod',
      'serverless-changes-by-dataset-prod',
    ]);
    for (const { QueryString } of queries) {
      // Athena bills by what it reads: each query bounds the days.
      expect(QueryString).toMatch(/FROM serverless_audit_entries_prod\n.*dt >= /s);
    }
  });
});

describe('the columns of the trail', () => {
  it('are the members of an entry, in small letters', () => {
    const [{ Properties }] = Object.values(primary.template.findResources('AWS::Glue::Table')) as [
      { Properties: { TableInput: { StorageDescriptor: { Columns: { Name: string }[] } } } },
    ];
    expect(Properties.TableInput.StorageDescriptor.Columns.map(({ Name }) => Name)).toEqual(
      [
        'schemaVersion',
        'entryId',
        'action',
        'recordId',
        'timestamp',
        'revision',
        'dataset',
        'fileId',
        'ordinal',
        'image',
      ].map((member) => member.toLowerCase()),
    );
  });
});
