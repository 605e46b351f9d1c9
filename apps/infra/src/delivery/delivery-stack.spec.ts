import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boundaryBreaches } from '../checks/boundaries';
import { principalBreaches, wildcardBreaches } from '../checks/grants';
import { nameBreaches, type TemplateJson } from '../checks/physical-names';
import { createDeliveryApp } from './create-delivery-app';

interface RoleJson {
  readonly AssumeRolePolicyDocument: { readonly Statement: readonly object[] };
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly object[] } }[];
}

/** The template with `{ Ref: 'AWS::AccountId' }` written as 111122223333, so that ARNs are read as one text. */
function synthesised(context: Readonly<Record<string, string>>): TemplateJson {
  const outdir = mkdtempSync(join(tmpdir(), 'delivery-spec-'));
  try {
    const { stacks } = createDeliveryApp(context, outdir).synth();
    expect(stacks).toHaveLength(1);
    const text = JSON.stringify(stacks[0]?.template)
      .replaceAll('{"Fn::Join":["",["', '"')
      .replaceAll('",{"Ref":"AWS::AccountId"},"', '111122223333')
      .replaceAll(/"\]\]\}/g, '"');
    return JSON.parse(text) as TemplateJson;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const prod = synthesised({ repository: 'acme/pipeline' });
const roleNamed = (template: TemplateJson, name: string) =>
  Object.values(template.Resources).find(({ Properties }) => Properties?.['RoleName'] === name)
    ?.Properties as unknown as RoleJson;
const statements = (role: RoleJson) => role.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

describe('the delivery', () => {
  it('keeps the rules of the pipeline: names, no wildcard, no foreign role, a boundary that is the union', () => {
    expect(nameBreaches(prod, 'prod')).toEqual([]);
    expect(wildcardBreaches(prod)).toEqual([]);
    expect(principalBreaches(prod)).toEqual([]);
    expect(boundaryBreaches(prod)).toEqual([]);
  });

  it.each([
    ['serverless-delivery-deploy-role-prod', { repository: 'acme/pipeline' }, 'prod'],
    ['serverless-delivery-probe-role-prod', { repository: 'acme/pipeline' }, 'prod'],
    ['serverless-delivery-deploy-role-staging', { repository: 'acme/pipeline', environment: 'staging' }, 'staging'],
  ])('lets only jobs of its environment take %s', (name, context, environment) => {
    const { AssumeRolePolicyDocument } = roleNamed(synthesised(context), name);
    expect(AssumeRolePolicyDocument.Statement).toMatchObject([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': `repo:acme/pipeline:environment:${environment}`,
          },
        },
      },
    ]);
  });

  it('deploys through the bootstrap roles of both regions, and may do nothing else', () => {
    expect(statements(roleNamed(prod, 'serverless-delivery-deploy-role-prod'))).toEqual([
      {
        Sid: 'AssumeBootstrapRoles',
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Resource: ['deploy-role', 'file-publishing-role', 'lookup-role'].flatMap((role) => [
          `arn:aws:iam::111122223333:role/cdk-hnb659fds-${role}-111122223333-us-east-1`,
          `arn:aws:iam::111122223333:role/cdk-hnb659fds-${role}-111122223333-us-west-2`,
        ]),
      },
    ]);
  });

  it('probes with exactly this', () => {
    expect(statements(roleNamed(prod, 'serverless-delivery-probe-role-prod'))).toEqual([
      {
        Sid: 'UploadSmokeTest',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
        Resource: [
          'arn:aws:s3:::serverless-data-ingestion-prod/incoming/weather/smoke-test/*',
          'arn:aws:s3:::serverless-data-ingestion-us-west-2-prod/incoming/weather/smoke-test/*',
        ],
      },
      {
        Sid: 'ReadReceipts',
        Effect: 'Allow',
        Action: 'dynamodb:GetItem',
        Resource: [
          'arn:aws:dynamodb:us-east-1:111122223333:table/serverless-processed-data-prod',
          'arn:aws:dynamodb:us-west-2:111122223333:table/serverless-processed-data-prod',
        ],
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['file#*'] } },
      },
      {
        Sid: 'CompareTemplates',
        Effect: 'Allow',
        Action: 'cloudformation:GetTemplate',
        Resource: [
          'arn:aws:cloudformation:us-east-1:111122223333:stack/serverless-pipeline-prod/*',
          'arn:aws:cloudformation:us-west-2:111122223333:stack/serverless-pipeline-us-west-2-prod/*',
        ],
      },
      {
        Sid: 'WatchAlarms',
        Effect: 'Allow',
        Action: 'cloudwatch:DescribeAlarms',
        Resource: [
          'arn:aws:cloudwatch:us-east-1:111122223333:alarm:*',
          'arn:aws:cloudwatch:us-west-2:111122223333:alarm:*',
        ],
      },
    ]);
  });

  it('makes the provider of tokens once an account, and finds it where it is', () => {
    const ofProvider = ({ Type }: { readonly Type: string }) => Type === 'AWS::IAM::OIDCProvider';
    expect(Object.values(prod.Resources).filter(ofProvider)).toMatchObject([
      {
        Properties: { Url: 'https://token.actions.githubusercontent.com', ClientIdList: ['sts.amazonaws.com'] },
        DeletionPolicy: 'RetainExceptOnCreate',
      },
    ]);
    const second = synthesised({ repository: 'acme/pipeline', environment: 'staging', oidcProvider: 'existing' });
    expect(Object.values(second.Resources).filter(ofProvider)).toEqual([]);
    expect(JSON.stringify(second)).toContain(
      '"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"',
    );
  });

  it.each([
    [{}, 'repository is "": say whose workflows may deploy, such as -c repository=acme/pipeline.'],
    [
      { repository: 'acme/*' },
      'repository is "acme/*": say whose workflows may deploy, such as -c repository=acme/pipeline.',
    ],
    [
      { repository: 'acme/pipeline', oidcProvider: 'none' },
      'There is no oidcProvider "none": use -c oidcProvider=new or -c oidcProvider=existing.',
    ],
    [
      { repository: 'acme/pipeline', qualifier: 'a b' },
      'qualifier is "a b": it has 1 to 10 letters, digits, _ or -, as given to cdk bootstrap.',
    ],
    [
      { repository: 'acme/pipeline', environment: 'qa' },
      'There is no environment "qa": use -c environment=prod or -c environment=staging.',
    ],
  ])('refuses %j', (context: Readonly<Record<string, string>>, mistake) => {
    expect(() => createDeliveryApp(context)).toThrow(`The delivery's settings are wrong:\n  - ${mistake}`);
  });
});
