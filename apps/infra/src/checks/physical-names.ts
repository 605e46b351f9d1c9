/** The part of a CloudFormation template that the checks read. */
export interface TemplateJson {
  readonly Resources: Readonly<Record<string, ResourceJson>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
}
export interface ResourceJson {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: string | readonly string[];
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** The property that names a resource; undefined for a type that takes no name. A new type has to be entered here. */
const nameProperty: Readonly<Record<string, string | undefined>> = {
  'AWS::ApiGatewayV2::Api': 'Name',
  // Called by their keys, or by ids of their own.
  'AWS::ApiGatewayV2::ApiMapping': undefined,
  'AWS::ApiGatewayV2::Integration': undefined,
  'AWS::ApiGatewayV2::Route': undefined,
  'AWS::ApiGatewayV2::Stage': undefined,
  // A domain is its owner's name, and its certificate has none.
  'AWS::ApiGatewayV2::DomainName': undefined,
  'AWS::Athena::NamedQuery': 'Name',
  'AWS::Athena::WorkGroup': 'Name',
  'AWS::Budgets::Budget': 'Budget.BudgetName',
  'AWS::CE::AnomalyMonitor': 'MonitorName',
  'AWS::CE::AnomalySubscription': 'SubscriptionName',
  'AWS::CertificateManager::Certificate': undefined,
  'AWS::CloudTrail::Trail': 'TrailName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::CompositeAlarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  // What a network is made of has no name but a tag, except for security groups.
  'AWS::EC2::FlowLog': undefined,
  'AWS::EC2::RouteTable': undefined,
  'AWS::EC2::SecurityGroup': 'GroupName',
  'AWS::EC2::Subnet': undefined,
  'AWS::EC2::SubnetRouteTableAssociation': undefined,
  'AWS::EC2::VPC': undefined,
  'AWS::EC2::VPCEndpoint': undefined,
  'AWS::Events::Rule': 'Name',
  // Called by its id; people read its tag.
  'AWS::FIS::ExperimentTemplate': undefined,
  'AWS::Glue::Database': 'DatabaseInput.Name',
  'AWS::Glue::Table': 'TableInput.Name',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::OIDCProvider': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Key': undefined,
  // An alias is called by the name of its function and what it stands for.
  'AWS::Lambda::Alias': undefined,
  'AWS::Lambda::EventInvokeConfig': undefined,
  'AWS::Lambda::EventSourceMapping': undefined,
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Lambda::Permission': undefined,
  'AWS::Lambda::Version': undefined,
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Logs::QueryDefinition': 'Name',
  'AWS::Logs::ResourcePolicy': 'PolicyName',
  // A zone is called by its domain, a health check by a tag, a record by what is looked for.
  'AWS::Route53::HealthCheck': undefined,
  'AWS::Route53::HostedZone': undefined,
  'AWS::Route53::RecordSet': undefined,
  'AWS::S3::Bucket': 'BucketName',
  'AWS::S3::BucketPolicy': undefined,
  'AWS::SecretsManager::RotationSchedule': undefined,
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::SNS::Subscription': undefined,
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SNS::TopicPolicy': undefined,
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SQS::QueuePolicy': undefined,
  'Custom::ClosedDefaultGroup': undefined,
  'Custom::ReplicaStream': undefined,
};

const valueAt = (properties: Readonly<Record<string, unknown>>, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, member) => (value as Record<string, unknown> | undefined)?.[member], properties);

function namesOf({ Type, Properties = {} }: ResourceJson): [string, unknown][] {
  const property = nameProperty[Type];
  const inline = Array.isArray(Properties['Policies']) ? (Properties['Policies'] as { PolicyName?: unknown }[]) : [];
  return [
    ...(property === undefined ? [] : [[property, valueAt(Properties, property)] as [string, unknown]]),
    ...inline.map(({ PolicyName }) => ['PolicyName', PolicyName] as [string, unknown]),
  ];
}

/**
 * Breaches of the naming rule, `serverless-<resource>-<environment>`: a sentence each. A resource that could have a name
 * and has none is one, and so is a type that the table above doesn't know.
 */
export function nameBreaches(template: TemplateJson, environment: string): readonly string[] {
  // Glue takes no hyphens in names, only underscores.
  const form = (type: string) => (type.startsWith('AWS::Glue::') ? '_' : '-');
  const conforms = (type: string) => new RegExp(`^serverless(${form(type)}[a-z0-9]+)+${form(type)}${environment}$`);
  return Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
    if (!(resource.Type in nameProperty)) {
      return [`${logicalId} is a ${resource.Type}: say in physical-names.ts which property names it, if any.`];
    }
    return namesOf(resource)
      .filter(([, name]) => typeof name !== 'string' || !conforms(resource.Type).test(name))
      .map(
        ([property, name]) =>
          `${logicalId}.${property} is ${JSON.stringify(name) ?? 'absent'}: name it ${['serverless', '<resource>', environment].join(form(resource.Type))}.`,
      );
  });
}
