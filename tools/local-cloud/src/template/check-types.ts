import { alarmProperties, compositeAlarmProperties } from './plan-alarm';
import { bucketProperties } from './plan-bucket';
import { aliasProperties, functionProperties, queueMappingProperties } from './plan-function';
import { healthCheckProperties, recordProperties, zoneProperties } from './plan-dns';
import {
  httpApiProperties,
  httpIntegrationProperties,
  httpRouteProperties,
  httpStageProperties,
} from './plan-http-api';
import { invokeConfigProperties } from './plan-invoke-config';
import { permissionProperties } from './plan-permission';
import { queueProperties } from './plan-queue';
import { roleProperties } from './plan-role';
import { ruleProperties } from './plan-rule';
import { secretProperties } from './plan-secret';
import { isStreamMapping, streamMappingProperties } from './plan-stream-mapping';
import { replicaStreamProperties, tableProperties } from './plan-table';
import { topicProperties } from './plan-topic';
import type { Unemulated } from './planned';
import { readers, type ResolvedStack } from './resolved-stack';
import type { PropertyRules, ResourceReader } from './resource-reader';

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

const mappingRules = (mapping: ResourceReader): PropertyRules =>
  isStreamMapping(mapping) ? streamMappingProperties : queueMappingProperties;

/**
 * What is left out, after everything on the data's path was found to be one that runs.
 * @throws CannotRun naming what is on it and does not
 */
export function unemulated(local: readonly ResolvedStack[]): readonly Unemulated[] {
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
