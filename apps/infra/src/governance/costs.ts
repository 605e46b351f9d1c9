import { Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { CfnAnomalyMonitor, CfnAnomalySubscription } from 'aws-cdk-lib/aws-ce';
import { Construct } from 'constructs';
import type { PipelineNames } from '@pipeline/runtime-contract';
import type { GovernanceConfig } from '../config/pipeline-config';
import type { NotificationTopic } from '../monitoring/notification-topic';

export interface CostsProps {
  readonly names: PipelineNames;
  readonly config: GovernanceConfig;
  readonly notifications: NotificationTopic;
}

/** The only region of Cost Explorer and Budgets (AWS General Reference, endpoints). */
export const COSTS_REGION = 'us-east-1';

/**
 * Who is told when the account costs more than it used to, or than it may. Both look at the whole account: a tag by which
 * they could tell the pipeline apart has to be activated in Billing by hand, and until then there is nothing to see.
 */
export class Costs extends Construct {
  constructor(scope: Construct, id: string, { names, config, notifications }: CostsProps) {
    super(scope, id);
    const { account, partition } = Stack.of(this);
    const topic = notifications.topic.topicArn;

    const monitor = this.anomalyMonitor(names, config);
    if (monitor !== undefined) {
      const allowed = notifications.allow({ sid: 'CostAnomaliesNotify', service: 'costalerts.amazonaws.com' });
      const subscription = new CfnAnomalySubscription(this, 'AnomalySubscription', {
        subscriptionName: names.costAnomalySubscription,
        monitorArnList: [monitor],
        frequency: 'IMMEDIATE',
        subscribers: [{ type: 'SNS', address: topic }],
        thresholdExpression: JSON.stringify({
          Dimensions: {
            Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
            MatchOptions: ['GREATER_THAN_OR_EQUAL'],
            Values: [String(config.costAnomalyUsd)],
          },
        }),
      });
      subscription.node.addDependency(allowed);
    }

    const allowed = notifications.allow({
      sid: 'BudgetNotifies',
      service: 'budgets.amazonaws.com',
      sourceArn: `arn:${partition}:budgets::${account}:*`,
    });
    const told = (notificationType: string, threshold: number) => ({
      notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
      subscribers: [{ subscriptionType: 'SNS', address: topic }],
    });
    const budget = new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: names.monthlyBudget,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: config.monthlyBudgetUsd, unit: 'USD' },
      },
      notificationsWithSubscribers: [told('ACTUAL', 80), told('FORECASTED', 100)],
    });
    budget.node.addDependency(allowed);
  }

  /**
   * A customer-managed one: of those that AWS manages an account may have one for each dimension, and newer accounts are
   * born with it, so that a second would fail the deployment.
   */
  private anomalyMonitor(names: PipelineNames, { costAnomalyMonitor }: GovernanceConfig): string | undefined {
    if (costAnomalyMonitor === 'none') return undefined;
    if (costAnomalyMonitor !== 'own') return costAnomalyMonitor;
    const monitor = new CfnAnomalyMonitor(this, 'AnomalyMonitor', {
      monitorName: names.costAnomalyMonitor,
      monitorType: 'CUSTOM',
      monitorSpecification: Stack.of(this).toJsonString({
        Dimensions: { Key: 'LINKED_ACCOUNT', Values: [Stack.of(this).account] },
      }),
    });
    return monitor.attrMonitorArn;
  }
}
