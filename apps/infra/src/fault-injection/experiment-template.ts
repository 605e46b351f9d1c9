import { Stack } from 'aws-cdk-lib';
import { CfnExperimentTemplate } from 'aws-cdk-lib/aws-fis';
import { type IManagedPolicy, PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../security/acknowledge';
import { acknowledgeWild } from './acknowledge-wild';
import type { ExperimentLog } from './experiment-log';
import type { Experiment } from './experiments';

export interface ExperimentTemplateProps {
  /** The template's `Name` tag, and the names of its role and of that one's policy. */
  readonly names: { readonly template: string; readonly role: string; readonly policy: string };
  readonly experiment: Experiment;
  /** Names of alarms of this region: the experiment ends when one is on, and does not begin while it is. */
  readonly stopAlarms: readonly string[];
  readonly log: ExperimentLog;
  readonly tags: Readonly<Record<string, string>>;
  readonly boundary: IManagedPolicy;
}

/** One experiment, and a role that can do that one. */
export class ExperimentTemplate extends Construct {
  readonly templateId: string;

  constructor(scope: Construct, id: string, props: ExperimentTemplateProps) {
    super(scope, id);
    const { names, experiment, stopAlarms, log, tags, boundary } = props;
    const { partition, region, account } = Stack.of(this);
    const role = new Role(this, 'Role', {
      roleName: names.role,
      description: `By which AWS FIS runs ${names.template}`,
      assumedBy: new ServicePrincipal('fis.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:fis:${region}:${account}:experiment/*` },
        },
      }),
      inlinePolicies: { [names.policy]: new PolicyDocument({ statements: [...experiment.grants] }) },
      permissionsBoundary: boundary,
    });
    acknowledge(
      role,
      'An inline policy is part of its role and of no other: nobody can attach it elsewhere.',
      'IAMNoInlinePolicy',
    );
    acknowledgeWild(role, experiment.grants, account);
    const template = new CfnExperimentTemplate(this, 'Template', {
      description: experiment.description,
      roleArn: role.roleArn,
      actions: experiment.actions,
      targets: experiment.targets,
      stopConditions: stopAlarms.map((alarm) => ({
        source: 'aws:cloudwatch:alarm',
        value: `arn:${partition}:cloudwatch:${region}:${account}:alarm:${alarm}`,
      })),
      // An exercise of nothing would pass.
      experimentOptions: { accountTargeting: 'single-account', emptyTargetResolutionMode: 'fail' },
      logConfiguration: { logSchemaVersion: 2, cloudWatchLogsConfiguration: { LogGroupArn: log.logGroupArn } },
      tags: { ...tags, Name: names.template },
    });
    template.addResourceDependency(log.policy);
    this.templateId = template.attrId;
  }
}
