import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, type PrincipalBase, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { SMOKE_TEST_PREFIX, type PipelineNames } from '@pipeline/runtime-contract';
import type { PermissionBoundary } from '../security/permission-boundary';
import type { DeliveryNames } from './delivery-names';

export interface ProbeRoleProps {
  readonly names: DeliveryNames;
  /** The names of the pipeline in each region. */
  readonly regions: Readonly<Record<string, PipelineNames>>;
  readonly trust: PrincipalBase;
  readonly boundary: PermissionBoundary;
}

function permissions(account: string, regions: ProbeRoleProps['regions']) {
  const perRegion = (arn: (region: string, names: PipelineNames) => string) =>
    Object.entries(regions).map(([region, names]) => arn(region, names));
  return [
    new PolicyStatement({
      // HeadObject, which tells the time by which a receipt is found, is a GetObject.
      sid: 'UploadSmokeTest',
      actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
      resources: perRegion((_, names) => `arn:aws:s3:::${names.ingestionBucket}/${SMOKE_TEST_PREFIX}*`),
    }),
    new PolicyStatement({
      sid: 'ReadReceipts',
      actions: ['dynamodb:GetItem'],
      resources: perRegion((region, names) => `arn:aws:dynamodb:${region}:${account}:table/${names.processedTable}`),
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['file#*'] } },
    }),
    new PolicyStatement({
      sid: 'CompareTemplates',
      actions: ['cloudformation:GetTemplate'],
      resources: perRegion((region, names) => `arn:aws:cloudformation:${region}:${account}:stack/${names.stack}/*`),
    }),
    new PolicyStatement({
      // CloudWatch lists alarms by their state and can't be asked for some names only.
      sid: 'WatchAlarms',
      actions: ['cloudwatch:DescribeAlarms'],
      resources: perRegion((region) => `arn:aws:cloudwatch:${region}:${account}:alarm:*`),
    }),
  ];
}

/** Sees whether a deployment works: uploads the smoke test, reads receipts, templates and the states of alarms. */
export class ProbeRole extends Role {
  constructor(scope: Construct, id: string, { names, regions, trust, boundary }: ProbeRoleProps) {
    const statements = permissions(Stack.of(scope).account, regions);
    super(scope, id, {
      roleName: names.probeRole,
      description: 'Sees from GitHub whether a deployment of the pipeline works',
      assumedBy: trust,
      inlinePolicies: { [names.probePolicy]: new PolicyDocument({ statements }) },
      permissionsBoundary: boundary,
    });
    boundary.include(statements);
  }
}
