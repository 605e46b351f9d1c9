import { type Place, stableUuid } from './attributes';
import { CannotRun } from './cannot-run';
import { checkMappings } from './check-mappings';
import { unemulated } from './check-types';
import { planAlarm, planCompositeAlarm } from './plan-alarm';
import { planBucket } from './plan-bucket';
import { type DnsPlan, planHealthCheck, planRecord } from './plan-dns';
import { planFunction, planQueueMapping } from './plan-function';
import { planHttpApis } from './plan-http-api';
import { planRetryAttempts } from './plan-invoke-config';
import { resourcePolicies, rolePolicies } from './plan-policies';
import { planQueue } from './plan-queue';
import { planRole } from './plan-role';
import { planRule } from './plan-rule';
import { planSecret, secretProperties } from './plan-secret';
import { isStreamMapping, planStreamMapping } from './plan-stream-mapping';
import { planTable, tableProperties } from './plan-table';
import { planTopic } from './plan-topic';
import type { Plan, PlannedSecret, PlannedTable } from './planned';
import { type PlanOptions, readers, type ResolvedStack, resolvedStacks } from './resolved-stack';
import type { ResourceReader } from './resource-reader';

export type { PlanOptions } from './resolved-stack';

/** Tables of any stack that have a replica here: the stack of one region owns the replicas of all. */
function tables(resolved: readonly ResolvedStack[], place: Place): readonly PlannedTable[] {
  return resolved
    .flatMap((stack) => readers(stack, 'AWS::DynamoDB::GlobalTable'))
    .map((table) => {
      table.check(tableProperties);
      return planTable(table, place);
    })
    .filter((table) => table !== undefined);
}

/** Secrets of any stack that are, or have a replica, here. */
const secrets = (resolved: readonly ResolvedStack[], { region }: Place): readonly PlannedSecret[] =>
  resolved.flatMap((stack) =>
    readers(stack, 'AWS::SecretsManager::Secret').flatMap((secret) => {
      secret.check(secretProperties);
      return planSecret(secret, stack.stack.region, region) ?? [];
    }),
  );

/** A role whose trust is for somebody of the account, not for a service alone. */
const isForTaking = (role: ResourceReader): boolean =>
  /"AWS":/.test(JSON.stringify(role.object('AssumeRolePolicyDocument') ?? {}));

/**
 * What the region of `place` runs: the resources of its own stacks, and its replicas of the tables of all.
 * @throws CannotRun naming the resource, what can't be run, and what to do
 */
export function makePlan(options: PlanOptions): Plan {
  const { stacks, ...place } = options;
  const resolved = resolvedStacks(options);
  const local = resolved.filter(({ stack }) => stack.region === place.region);
  if (local.length === 0) {
    const regions = [...new Set(stacks.map((stack) => stack.region))].join(', ') || 'none';
    throw new CannotRun(
      `The assembly has no stack of ${place.region}. Its regions are: ${regions}. Choose one of them.`,
    );
  }
  const notRun = unemulated(local);
  const all = (type: string) => local.flatMap((stack) => readers(stack, type));
  const functions = local.flatMap((stack) =>
    readers(stack, 'AWS::Lambda::Function').map((reader) => planFunction(reader, stack.stack, place)),
  );
  const roleNames = new Set(functions.map(({ roleArn }) => roleArn.slice(roleArn.lastIndexOf('/') + 1)));
  // Besides those of the functions, the roles that somebody may take.
  for (const reader of all('AWS::IAM::Role')) if (isForTaking(reader)) roleNames.add(reader.name);
  const policies = rolePolicies(local, roleNames, place);
  const mappings = all('AWS::Lambda::EventSourceMapping');
  const plan: Plan = {
    region: place.region,
    account: place.account,
    buckets: all('AWS::S3::Bucket').map((reader) => planBucket(reader, place)),
    queues: all('AWS::SQS::Queue').map((reader) => planQueue(reader, place)),
    resourcePolicies: resourcePolicies(local, place),
    tables: tables(resolved, place),
    secrets: secrets(resolved, place),
    functions,
    eventSourceMappings: mappings
      .filter((reader) => !isStreamMapping(reader))
      .map((reader) => planQueueMapping(reader, stableUuid(reader.name))),
    streamMappings: mappings
      .filter(isStreamMapping)
      .map((reader) => planStreamMapping(reader, stableUuid(reader.name))),
    topics: all('AWS::SNS::Topic').map((reader) => planTopic(reader, place)),
    alarms: all('AWS::CloudWatch::Alarm').map((reader) => planAlarm(reader, place)),
    compositeAlarms: all('AWS::CloudWatch::CompositeAlarm').map((reader) => planCompositeAlarm(reader, place)),
    rules: all('AWS::Events::Rule').flatMap((reader) => planRule(reader, place) ?? []),
    httpApis: planHttpApis(
      {
        apis: all('AWS::ApiGatewayV2::Api'),
        integrations: all('AWS::ApiGatewayV2::Integration'),
        routes: all('AWS::ApiGatewayV2::Route'),
        stages: all('AWS::ApiGatewayV2::Stage'),
      },
      place,
    ),
    retryAttempts: new Map(all('AWS::Lambda::EventInvokeConfig').map(planRetryAttempts)),
    roles: all('AWS::IAM::Role')
      .filter((reader) => roleNames.has(reader.name))
      .map((reader) => planRole(reader, place, policies)),
    unemulated: notRun,
  };
  checkMappings(plan);
  return plan;
}

/**
 * What Route 53 does for each region of an assembly. It belongs to no region, so that it is planned for all of them.
 * @throws CannotRun
 */
export function makeDnsPlans(options: Omit<PlanOptions, 'region' | 'endpoint'>): readonly DnsPlan[] {
  const resolved = resolvedStacks({ ...options, region: '', endpoint: '' });
  return [...new Set(options.stacks.map(({ region }) => region))].map((region) => {
    const local = resolved.filter(({ stack }) => stack.region === region);
    const all = (type: string) => local.flatMap((stack) => readers(stack, type));
    return {
      region,
      records: all('AWS::Route53::RecordSet').flatMap((record) => planRecord(record) ?? []),
      healthChecks: all('AWS::Route53::HealthCheck').map((check) => planHealthCheck(check, stableUuid(check.name))),
    };
  });
}
