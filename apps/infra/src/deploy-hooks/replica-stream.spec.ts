import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { serviceGrantBreaches, wildcardBreaches } from '../checks/grants';
import type { TemplateJson } from '../checks/physical-names';
import { environments } from '../config/environments';
import { featureFlags } from '../config/feature-flags';
import { regionNames } from '../config/region-names';
import { PermissionBoundary } from '../security/permission-boundary';
import { ReplicaStream } from './replica-stream';

let template: Template;
beforeAll(() => {
  const directory = mkdtempSync(join(tmpdir(), 'infra-spec-'));
  try {
    writeFileSync(join(directory, 'index.js'), 'exports.findStream = async () => undefined;\n');
    const stack = new Stack(new App({ context: { ...featureFlags } }), 'Test', { env: { region: 'us-west-2' } });
    const names = regionNames(environments.prod, 'us-west-2');
    const { streamArn } = new ReplicaStream(stack, 'ReplicaStream', {
      names,
      tableArn: stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: names.processedTable }),
      config: environments.prod.processing,
      boundary: new PermissionBoundary(stack, 'PermissionBoundary', names),
      code: directory,
    });
    new CfnOutput(stack, 'StreamArn', { value: streamArn });
    template = Template.fromStack(stack);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

describe('the stream of a replica', () => {
  it('is found by a function of ours while it is deployed', () => {
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'serverless-replica-stream-prod',
      Handler: 'index.findStream',
      Timeout: 900,
    });
    const [[finder]] = Object.entries(template.findResources('AWS::Lambda::Function')) as [[string, unknown]];
    template.hasResourceProperties('Custom::ReplicaStream', {
      ServiceToken: { 'Fn::GetAtt': [finder, 'Arn'] },
      TableName: 'serverless-processed-data-prod',
      ServiceTimeout: '960',
    });
  });

  it('is what the resource answers with, and no pattern of it', () => {
    const [[resource]] = Object.entries(template.findResources('Custom::ReplicaStream')) as [[string, unknown]];
    template.hasOutput('StreamArn', { Value: { 'Fn::GetAtt': [resource, 'StreamArn'] } });
  });

  it('is looked for in the table of this region alone', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'serverless-replica-stream-role-us-west-2-prod',
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Sid: 'LookAtTable',
                Action: 'dynamodb:DescribeTable',
                Resource: {
                  'Fn::Join': [
                    '',
                    ['arn:aws:dynamodb:us-west-2:', { Ref: 'AWS::AccountId' }, ':table/serverless-processed-data-prod'],
                  ],
                },
              },
              { Sid: 'WriteLogs', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] },
            ],
          },
        },
      ],
    });
    const json = template.toJSON() as TemplateJson;
    expect([...serviceGrantBreaches(json), ...wildcardBreaches(json)]).toEqual([]);
  });
});
