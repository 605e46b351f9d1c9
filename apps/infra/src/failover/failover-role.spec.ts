import { synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();
const account = { Ref: 'AWS::AccountId' };
const roleArn = (name: string) => ({ 'Fn::Join': ['', ['arn:aws:iam::', account, `:role/${name}`]] });
const root = { AWS: { 'Fn::Join': ['', ['arn:aws:iam::', account, ':root']] } };
const own = { 'Fn::GetAtt': ['IngestionBucket917A3A3A', 'Arn'] };

describe.each([
  [primary, '', '-us-west-2'],
  [standby, '-us-west-2', ''],
])('the failover role of $region', ({ resources }, here, there) => {
  const { Properties: role } = Object.values(resources).find(
    ({ Properties }) => Properties?.['RoleName'] === `serverless-failover-role${here}-prod`,
  ) as { Properties: Record<string, unknown> };

  it('is taken by the sentinel of the other region, and by operators with a second factor', () => {
    const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: root };
    expect(role['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [
        {
          ...statement,
          Condition: { ArnEquals: { 'aws:PrincipalArn': roleArn(`serverless-sentinel-role${there}-prod`) } },
        },
        {
          ...statement,
          Condition: {
            Bool: { 'aws:MultiFactorAuthPresent': 'true' },
            NumericLessThan: { 'aws:MultiFactorAuthAge': 3_600 },
          },
        },
      ],
    });
  });

  it('reads incoming files here, and puts them where the other region adopts them', () => {
    expect(role['Policies']).toMatchObject([
      {
        PolicyName: `serverless-failover-policy${here}-prod`,
        PolicyDocument: {
          Statement: [
            {
              Action: ['s3:ListBucket', 's3:ListBucketVersions'],
              Resource: own,
              Condition: { StringLike: { 's3:prefix': ['incoming/*'] } },
            },
            {
              Action: ['s3:GetObject', 's3:GetObjectVersion'],
              Resource: { 'Fn::Join': ['', [own, '/incoming/*']] },
            },
            { Action: 's3:PutObject', Resource: `arn:aws:s3:::serverless-data-ingestion${there}-prod/adopted/*` },
          ],
        },
      },
    ]);
  });

  it('of the other region alone may put files into adopted/ of the bucket here', () => {
    const other = { 'aws:PrincipalArn': roleArn(`serverless-failover-role${there}-prod`) };
    const adopted = { Action: 's3:PutObject', Resource: { 'Fn::Join': ['', [own, '/adopted/*']] } };
    const { Statement } = resources['IngestionBucketPolicyA79CE1F0']?.Properties?.['PolicyDocument'] as {
      Statement: unknown[];
    };
    expect(Statement.slice(2)).toEqual([
      {
        Sid: 'OtherRegionHandsOver',
        Effect: 'Allow',
        ...adopted,
        Principal: root,
        Condition: { ArnEquals: other },
      },
      {
        Sid: 'NobodyElseHandsOver',
        Effect: 'Deny',
        ...adopted,
        Principal: { AWS: '*' },
        Condition: { ArnNotEquals: other },
      },
    ]);
  });
});
