import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResourceJson } from './checks/physical-names';
import { bundlesIn } from './bundles';
import { createApp } from './create-app';
import { type Synthesised, type SynthesisedStack, synthesise, synthesiseAnew } from './testing/synthesise';

let prod: Synthesised;
let regions: SynthesisedStack[];
beforeAll(() => {
  prod = synthesise();
  regions = [prod.primary, prod.standby];
});

describe('the app', () => {
  it('has a stack per region, the standby after the primary', () => {
    expect(regions.map(({ name, region }) => [name, region])).toEqual([
      ['serverless-pipeline-prod', 'us-east-1'],
      ['serverless-pipeline-us-west-2-prod', 'us-west-2'],
    ]);
    expect(prod.standby.dependencies).toContain('serverless-pipeline-prod');
    expect(prod.primary.dependencies).not.toContain('serverless-pipeline-us-west-2-prod');
  });

  it('synthesises the same bytes twice, from whatever folder', () => {
    const here = process.cwd();
    process.chdir(tmpdir());
    let again: Synthesised;
    try {
      again = synthesiseAnew();
    } finally {
      process.chdir(here);
    }
    expect([again.primary.text, again.standby.text]).toEqual(regions.map(({ text }) => text));
  });

  it('says nothing of the machine on which it was synthesised', () => {
    for (const { text } of regions) expect(text).not.toContain(process.cwd());
  });

  it('refers from no stack to another', () => {
    for (const { text } of regions) expect(text).not.toMatch(/Fn::ImportValue|Fn::GetStackOutput/);
  });

  it('protects the stacks from deletion once the context says so', () => {
    const { primary, standby } = synthesise({ protect: 'true' });
    expect(regions.map(({ terminationProtection }) => terminationProtection)).toEqual([false, false]);
    expect([primary, standby].map(({ terminationProtection }) => terminationProtection)).toEqual([true, true]);
  });

  it('tags every resource that takes tags at its top', () => {
    const tags = [
      { Key: 'cost-center', Value: 'data-platform' },
      { Key: 'data-classification', Value: 'confidential' },
      { Key: 'environment', Value: 'prod' },
      { Key: 'owner', Value: 'data-platform' },
      { Key: 'project', Value: 'serverless-data-pipeline' },
    ];
    const takesNone = [
      'AWS::ApiGatewayV2::Integration',
      'AWS::ApiGatewayV2::Route',
      'AWS::IAM::ManagedPolicy',
      'AWS::S3::BucketPolicy',
      'AWS::SQS::QueuePolicy',
      'AWS::DynamoDB::GlobalTable',
      'Custom::ClosedDefaultGroup',
      'Custom::ReplicaStream',
      'AWS::Athena::NamedQuery',
      'AWS::Glue::Database',
      'AWS::Glue::Table',
      'AWS::Route53::RecordSet',
      'AWS::EC2::SubnetRouteTableAssociation',
      'AWS::Lambda::Alias',
      'AWS::Lambda::EventInvokeConfig',
      'AWS::Lambda::Permission',
      'AWS::Lambda::Version',
      'AWS::Logs::QueryDefinition',
      'AWS::SecretsManager::RotationSchedule',
      'AWS::SNS::TopicPolicy',
    ];
    for (const { resources } of regions) {
      const taken = Object.entries(resources).filter(([, { Type }]) => !takesNone.includes(Type));
      const ours = (properties: ResourceJson['Properties']) => {
        const found = (properties?.['Tags'] ??
          properties?.['ResourceTags'] ??
          properties?.['HealthCheckTags'] ??
          properties?.['HostedZoneTags']) as typeof tags | Record<string, string>;
        // API Gateway takes tags as a map.
        const list = Array.isArray(found) ? found : Object.entries(found ?? {}).map(([Key, Value]) => ({ Key, Value }));
        return list.filter(({ Key }) => !/^(Name|aws-cdk:.*)$/.test(Key));
      };
      expect(taken.map(([logicalId, { Properties }]) => [logicalId, ours(Properties)])).toEqual(
        taken.map(([logicalId]) => [logicalId, tags]),
      );
    }
  });
});

describe('a mistake', () => {
  it.each([
    [{ environment: 'qa' }, 'There is no environment "qa": use -c environment=prod or -c environment=staging.'],
    [
      { bucketSuffix: 'A' },
      'storage.bucketSuffix is "A": use small letters, digits and single hyphens between them, such as "acme-eu".',
    ],
  ])('as %j is refused before there is a template', (context, message) => {
    expect(() => synthesise(context)).toThrow(
      `The pipeline's configuration is wrong:\n  - ${message}\n` +
        'Knobs are in apps/infra/src/config/environments.ts, datasets in libs/record-schema/src/datasets.',
    );
  });

  it('as a bundle that is not built is named, with the command that builds it', () => {
    const empty = mkdtempSync(join(tmpdir(), 'infra-spec-'));
    try {
      expect(() => createApp({ code: bundlesIn(empty) })).toThrow(
        `There is no bundle of processor in ${empty}/processor. Build first: nx build processor`,
      );
    } finally {
      rmSync(empty, { recursive: true });
    }
  });
});
