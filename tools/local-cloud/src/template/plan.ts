import { bucketArn, type Place, queueArn, stableUuid } from './attributes';
import { CannotRun } from './cannot-run';
import type { Json, Stack } from './load-assembly';
import { checkMappings } from './check-mappings';
import { alarmProperties, compositeAlarmProperties, planAlarm, planCompositeAlarm } from './plan-alarm';
import { bucketProperties, planBucket } from './plan-bucket';
import {
  aliasProperties,
  functionProperties,
  planFunction,
  planQueueMapping,
  queueMappingProperties,
} from './plan-function';
import {
  type DnsPlan,
  healthCheckProperties,
  planHealthCheck,
  planRecord,
  recordProperties,
  zoneProperties,
} from './plan-dns';
import {
  httpApiProperties,
  httpIntegrationProperties,
  httpRouteProperties,
  httpStageProperties,
  planHttpApis,
} from './plan-http-api';
import { invokeConfigProperties, planRetryAttempts } from './plan-invoke-config';
import { permissionProperties, planPermission } from './plan-permission';
import { planQueue, queueProperties } from './plan-queue';
import { planRole, roleProperties } from './plan-role';
import { planRule, ruleProperties } from './plan-rule';
import { planSecret, secretProperties } from './plan-secret';
import { isStreamMapping, planStreamMapping, streamMappingProperties } from './plan-stream-mapping';
import { planTable, replicaStreamProperties, tableProperties } from './plan-table';
import { planTopic, topicProperties } from './plan-topic';
import type { Plan, PlannedSecret, PlannedTable, PolicyDocument, Unemulated } from './planned';
import { createResolver, type Resolver } from './resolve';
import { type PropertyRules, ResourceReader } from './resource-reader';

/** Types that carry or store the data, so that without them the pipeline would silently do less. */
const ON_THE_DATAS_PATH: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::Stack': 'Put its resources into the stack itself.',
  'AWS::DynamoDB::Table': 'Make it a global table (TableV2), with one replica if need be.',
  'AWS::Kinesis::Stream': 'Use a queue.',
  'AWS::Pipes::Pipe': 'Use an event source mapping.',
  'AWS::Serverless::Function': 'Use AWS::Lambda::Function.',
  'AWS::StepFunctions::StateMachine': 'Use a function.',
  'Custom::S3BucketNotifications': 'Set the notificationConfiguration of the CfnBucket.',
};

/** Read for the sake of others; neither made nor listed by themselves. */
const READ_ELSEWHERE = [
  'AWS::CDK::Metadata',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];

const PROPERTIES: Readonly<Record<string, PropertyRules>> = {
  'AWS::ApiGatewayV2::Api': httpApiProperties,
  'AWS::ApiGatewayV2::Integration': httpIntegrationProperties,
  'AWS::ApiGatewayV2::Route': httpRouteProperties,
  'AWS::ApiGatewayV2::Stage': httpStageProperties,
  'AWS::CloudWatch::Alarm': alarmProperties,
  'AWS::CloudWatch::CompositeAlarm': compositeAlarmProperties,
  'AWS::DynamoDB::GlobalTable': tableProperties,
  'AWS::Events::Rule': ruleProperties,
  'AWS::IAM::Role': roleProperties,
  'AWS::Lambda::Alias': aliasProperties,
  'AWS::Lambda::EventInvokeConfig': invokeConfigProperties,
  'AWS::Lambda::Function': functionProperties,
  'AWS::Lambda::Permission': permissionProperties,
  'AWS::Route53::HealthCheck': healthCheckProperties,
  'AWS::Route53::HostedZone': zoneProperties,
  'AWS::Route53::RecordSet': recordProperties,
  'AWS::S3::Bucket': bucketProperties,
  'AWS::SecretsManager::Secret': secretProperties,
  'AWS::SNS::Topic': topicProperties,
  'AWS::SQS::Queue': queueProperties,
  'Custom::ReplicaStream': replicaStreamProperties,
};

export interface PlanOptions extends Place {
  readonly stacks: readonly Stack[];
}

interface ResolvedStack {
  readonly stack: Stack;
  readonly resolver: Resolver;
}

/** Resources of one type that the conditions of their stack let exist. */
function readers({ stack, resolver }: ResolvedStack, type?: string): readonly ResourceReader[] {
  return Object.entries(stack.template.Resources)
    .filter(
      ([, { Type, Condition }]) =>
        (type === undefined || Type === type) && (!Condition || resolver.condition(Condition)),
    )
    .map(([logicalId, resource]) => new ResourceReader(stack, logicalId, resource, resolver));
}

function resolvers({ stacks, ...place }: PlanOptions): readonly ResolvedStack[] {
  const resolved: readonly ResolvedStack[] = stacks.map((stack) => ({
    stack,
    resolver: createResolver({
      stack,
      place: { ...place, region: stack.region },
      importValue: (name) => exported(stack.region, name),
    }),
  }));
  // Exports live in one region; AWS refuses the import of another's.
  const exported = (region: string, name: string): Json | undefined => {
    for (const { stack, resolver } of resolved.filter((other) => other.stack.region === region)) {
      for (const [id, output] of Object.entries(stack.template.Outputs ?? {})) {
        if (!output.Export || (output.Condition && !resolver.condition(output.Condition))) continue;
        if (resolver.resolve(output.Export.Name, `Outputs.${id}.Export`) !== name) continue;
        return resolver.resolve(output.Value, `Outputs.${id}.Value`);
      }
    }
    return undefined;
  };
  return resolved;
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}

function rolePolicies(local: readonly ResolvedStack[], roleNames: ReadonlySet<string>, { partition, account }: Place) {
  const attached = new Map<string, PolicyDocument[]>();
  const managed = new Map<string, PolicyDocument>();
  for (const stack of local) {
    for (const policy of [...readers(stack, 'AWS::IAM::Policy'), ...readers(stack, 'AWS::IAM::RolePolicy')]) {
      const single = policy.text('RoleName');
      for (const role of single ? [single] : policy.list<string>('Roles')) {
        if (roleNames.has(role)) append(attached, role, documentOf(policy));
      }
    }
    for (const policy of readers(stack, 'AWS::IAM::ManagedPolicy')) {
      const roles = policy.list<string>('Roles').filter((role) => roleNames.has(role));
      managed.set(`arn:${partition}:iam::${account}:policy/${policy.name}`, documentOf(policy));
      for (const role of roles) append(attached, role, documentOf(policy));
    }
  }
  return { attached, managed };
}

const documentOf = (policy: ResourceReader): PolicyDocument => ({
  name: policy.place.path,
  document: policy.object('PolicyDocument') ?? {},
});

function resourcePolicies(local: readonly ResolvedStack[], place: Place) {
  const byArn = new Map<string, PolicyDocument[]>();
  for (const stack of local) {
    for (const policy of readers(stack, 'AWS::S3::BucketPolicy')) {
      append(byArn, bucketArn(policy.requiredText('Bucket'), place), documentOf(policy));
    }
    for (const policy of readers(stack, 'AWS::SQS::QueuePolicy')) {
      for (const url of policy.list<string>('Queues')) {
        append(byArn, queueArn(url.slice(url.lastIndexOf('/') + 1), place), documentOf(policy));
      }
    }
    for (const policy of readers(stack, 'AWS::SNS::TopicPolicy')) {
      for (const arn of policy.list<string>('Topics')) append(byArn, arn, documentOf(policy));
    }
    for (const permission of readers(stack, 'AWS::Lambda::Permission')) {
      const { resourceArn, policy } = planPermission(permission, place);
      append(byArn, resourceArn, policy);
    }
  }
  return byArn;
}

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

const mappingRules = (mapping: ResourceReader): PropertyRules =>
  isStreamMapping(mapping) ? streamMappingProperties : queueMappingProperties;

/** What is left out, after everything on the data's path was found to be one that runs. */
function unemulated(local: readonly ResolvedStack[]): readonly Unemulated[] {
  return local.flatMap((stack) =>
    readers(stack).flatMap((resource): readonly Unemulated[] => {
      const { type } = resource.place;
      const whatToDo = ON_THE_DATAS_PATH[type];
      if (whatToDo)
        throw resource.refusal('a resource of this type is on the way of the data and is not emulated.', whatToDo);
      const rules = type === 'AWS::Lambda::EventSourceMapping' ? mappingRules(resource) : PROPERTIES[type];
      if (rules) return resource.check(rules);
      return READ_ELSEWHERE.includes(type) ? [] : [resource.place];
    }),
  );
}

/** A role whose trust is for somebody of the account, not for a service alone. */
const isForTaking = (role: ResourceReader): boolean =>
  /"AWS":/.test(JSON.stringify(role.object('AssumeRolePolicyDocument') ?? {}));

/**
 * What the region of `place` runs: the resources of its own stacks, and its replicas of the tables of all.
 * @throws CannotRun naming the resource, what can't be run, and what to do
 */
export function makePlan(options: PlanOptions): Plan {
  const { stacks, ...place } = options;
  const resolved = resolvers(options);
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
  const resolved = resolvers({ ...options, region: '', endpoint: '' });
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
