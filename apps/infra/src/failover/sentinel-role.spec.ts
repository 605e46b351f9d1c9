import type { TemplateJson } from '../checks/physical-names';
import { type Statement, statementsOf } from '../checks/statements';
import { resourcesOf, valueAt } from '../checks/setting';
import { synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();
const account = { Ref: 'AWS::AccountId' };
const arn = (service: string, region: string, resource: string) => ({
  'Fn::Join': ['', [`arn:aws:${service}:${region}:`, account, `:${resource}`]],
});

describe.each([
  { stack: primary, other: 'us-west-2', here: '', there: '-us-west-2' },
  { stack: standby, other: 'us-east-1', here: '-us-west-2', there: '' },
])('the role of the sentinel in $stack.region', ({ stack, other, here, there }) => {
  const { region } = stack;
  const template = JSON.parse(stack.text) as TemplateJson;
  const [id, role] = resourcesOf(template, 'AWS::IAM::Role').find(
    ([, one]) => valueAt(one, 'RoleName') === `serverless-sentinel-role${here}-prod`,
  )!;
  const statements = statementsOf(template).filter(({ place, principal }) => place.startsWith(`${id}.`) && !principal);
  const named = (sid: string) => statements.find((statement) => statement.sid === sid) as Statement;
  /** The statements that reach into the other region. */
  const abroad = statements.filter(({ resources }) => {
    const text = JSON.stringify(resources);
    return (
      text.includes(`:${other}:`) || text.includes(`data-ingestion${there}-prod`) || text.includes('failover-role')
    );
  });

  it('is taken by Lambda only, and for this account only, under the boundary of those who watch', () => {
    expect(valueAt(role, 'AssumeRolePolicyDocument.Statement')).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'lambda.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      },
    ]);
    expect(valueAt(role, 'ManagedPolicyArns')).toBeUndefined();
    const boundary = valueAt(role, 'PermissionsBoundary.Ref') as string;
    expect(valueAt(template.Resources[boundary]!, 'ManagedPolicyName')).toBe(
      `serverless-operations-boundary${here}-prod`,
    );
  });

  it('looks at the other region, leaves a heartbeat there and takes one role: no other call crosses', () => {
    expect(abroad.map(({ sid, actions }) => [sid, ...actions])).toEqual([
      ['Beat', 'dynamodb:GetItem', 'dynamodb:PutItem'],
      ['ProbeBuckets', 's3:ListBucket'],
      ['ProbeQueues', 'sqs:GetQueueAttributes'],
      ['TakeOver', 'sts:AssumeRole'],
    ]);
    expect(named('Beat').resources).toContainEqual(arn('dynamodb', other, 'table/serverless-processed-data-prod'));
    expect(named('ProbeQueues').resources).toContainEqual(arn('sqs', other, 'serverless-ingest-queue-prod'));
    expect(named('TakeOver').resources).toEqual([
      { 'Fn::Join': ['', ['arn:aws:iam::', account, `:role/serverless-failover-role${there}-prod`]] },
    ]);
  });

  it('touches items by their keys alone: heartbeats, receipts and tickets, never a record', () => {
    const byKey = statements.filter(({ actions }) =>
      actions.some((action) => /dynamodb:(Get|Put|Update)/.test(action)),
    );
    expect(byKey.map(({ sid, conditions }) => [sid, conditions])).toEqual(
      [
        ['Beat', ['heartbeat#*']],
        ['ReadReceipts', ['file#*', 'upload#*']],
        ['EndStalled', ['file#*']],
      ].map(([sid, keys]) => [
        sid,
        // A call without a key has none of these, and is refused.
        { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys }, Null: { 'dynamodb:LeadingKeys': 'false' } },
      ]),
    );
    const elsewhere = statements.filter(({ resources }) => JSON.stringify(resources).includes('/index/'));
    expect(elsewhere.map(({ actions }) => actions)).toEqual([['dynamodb:Query']]);
  });

  it('holds back one mapping, that of the processor, and feeds one queue, its own', () => {
    expect(named('HoldBack').resources).toEqual([
      {
        'Fn::Join': [
          '',
          [`arn:aws:lambda:${region}:`, account, ':event-source-mapping:', { Ref: 'ProcessorIngestMappingC5A5CB15' }],
        ],
      },
    ]);
    expect(named('AnnounceFiles')).toMatchObject({
      actions: ['sqs:SendMessage'],
      resources: [{ 'Fn::GetAtt': ['IngestQueue95F6DB49', 'Arn'] }],
    });
  });

  it('reads no file, deletes nothing, and changes no name: DNS moves without it', () => {
    const actions = statements.flatMap((statement) => statement.actions);
    expect(actions.filter((action) => /^s3:(Get|Put|Delete)|:Delete|^route53:|^iam:|\*/.test(action))).toEqual([]);
    expect(statements.filter(({ resources }) => resources.includes('*'))).toEqual([]);
  });
});
