import type { CfnExperimentTemplate } from 'aws-cdk-lib/aws-fis';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { deliverLog, disruptEndpoints, disruptSubnets, pauseReplication, type Place } from './experiment-grants';
import type { ExperimentName } from './fault-names';

type Action = CfnExperimentTemplate.ExperimentTemplateActionProperty;
type Target = CfnExperimentTemplate.ExperimentTemplateTargetProperty;
type Targets = Readonly<Record<string, Target>>;

/** What an experiment does, to what, and what its role may do for it. */
export interface Experiment {
  /** Ends in a full stop: people read it before they start it. */
  readonly description: string;
  /** They begin together and last as long. */
  readonly actions: Readonly<Record<string, Action>>;
  readonly targets: Targets;
  readonly grants: readonly PolicyStatement[];
}

export interface ExperimentsProps {
  readonly place: Place;
  readonly minutes: number;
  /** Whether functions send traces, through an endpoint of their own. */
  readonly tracing: boolean;
}

/** What the pieces of experiments are made of: each is an action with its target and its grants. */
function pieces({ place, minutes, tracing }: ExperimentsProps) {
  const duration = `PT${minutes}M`;
  const withTags = { resourceTags: { ...place.tags }, selectionMode: 'ALL' };
  const service = (name: string) => `com.amazonaws.${place.region}.${name}`;

  const subnets = (scope: string, description: string): Experiment => ({
    description,
    actions: {
      subnets: {
        actionId: 'aws:network:disrupt-connectivity',
        description,
        parameters: { duration, scope },
        targets: { Subnets: 'subnets' },
      },
    },
    targets: { subnets: { resourceType: 'aws:ec2:subnet', ...withTags } },
    grants: disruptSubnets(place),
  });
  const endpoints = (services: readonly string[], description: string): Experiment => ({
    description,
    actions: {
      endpoints: {
        actionId: 'aws:network:disrupt-vpc-endpoint',
        description,
        parameters: { duration },
        targets: { VPCEndpoints: 'endpoints' },
      },
    },
    targets: {
      endpoints: {
        resourceType: 'aws:ec2:vpc-endpoint',
        ...withTags,
        filters: [{ path: 'ServiceName', values: services.map(service) }],
      },
    },
    grants: disruptEndpoints(place),
  });
  const replication = (description: string): Experiment => ({
    description,
    actions: {
      replication: {
        actionId: 'aws:dynamodb:global-table-pause-replication',
        description,
        parameters: { duration },
        targets: { Tables: 'table' },
      },
    },
    targets: {
      table: { resourceType: 'aws:dynamodb:global-table', resourceArns: [place.tableArn], selectionMode: 'ALL' },
    },
    grants: pauseReplication(place),
  });
  const interfaces = ['sqs', 'secretsmanager', ...(tracing ? ['xray'] : [])];
  return { subnets, endpoints, replication, interfaces };
}

function together(description: string, ...parts: readonly Experiment[]): Experiment {
  const all = <Value>(of: (part: Experiment) => Readonly<Record<string, Value>>) =>
    Object.assign({}, ...parts.map(of)) as Readonly<Record<string, Value>>;
  return {
    description,
    actions: all(({ actions }) => actions),
    targets: all(({ targets }) => targets),
    grants: [...parts.flatMap(({ grants }) => grants), ...deliverLog()],
  };
}

/** The experiments of a region. None of them is seen by its sentinel, which is outside of the network on purpose. */
export function experiments(props: ExperimentsProps): Readonly<Record<ExperimentName, Experiment>> {
  const { subnets, endpoints, replication, interfaces } = pieces(props);
  const noTable = 'The network does not reach DynamoDB: rows wait, and messages come back.';
  const noBucket = 'The network does not reach S3: files are not read, and changes not audited.';
  const noQueue = 'The network does not reach SQS: nothing is handed on, and /health says so.';
  const paused = 'Nothing replicates from or to this region: the tables grow apart.';
  return {
    'table-outage': together(noTable, subnets('dynamodb', noTable)),
    'bucket-outage': together(noBucket, subnets('s3', noBucket)),
    'queue-outage': together(noQueue, endpoints(['sqs'], noQueue)),
    'region-outage': together(
      'The network of this region reaches no service, and its table no other: DNS fails over.',
      subnets('all', 'Nothing enters or leaves the subnets.'),
      endpoints(interfaces, 'Nothing enters the endpoints, which are within the subnets.'),
      replication(paused),
    ),
    'replication-pause': together(paused, replication(paused)),
  };
}

/** Each grant of all experiments, once: what the roles may do together. */
export const allGrants = (place: Place): readonly PolicyStatement[] => [
  ...disruptSubnets(place),
  ...disruptEndpoints(place),
  ...pauseReplication(place),
  ...deliverLog(),
];
