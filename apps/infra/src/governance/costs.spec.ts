import { synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();
const MONITOR = 'AWS::CE::AnomalyMonitor';
const SUBSCRIPTION = 'AWS::CE::AnomalySubscription';
const topic = { Ref: 'MonitoringNotificationsTopic8FFF60A8' };

describe('anomalies of costs', () => {
  it('are watched where AWS has costs at all', () => {
    for (const type of [MONITOR, SUBSCRIPTION, 'AWS::Budgets::Budget']) {
      primary.template.resourceCountIs(type, 1);
      standby.template.resourceCountIs(type, 0);
    }
  });

  it('are found by a custom monitor: of the others an account may have one only, and may be born with it', () => {
    primary.template.hasResourceProperties(MONITOR, {
      MonitorName: 'serverless-cost-anomalies-prod',
      MonitorType: 'CUSTOM',
      MonitorSpecification: {
        'Fn::Join': ['', ['{"Dimensions":{"Key":"LINKED_ACCOUNT","Values":["', { Ref: 'AWS::AccountId' }, '"]}}']],
      },
    });
  });

  it('are told to the topic, which lets them', () => {
    primary.template.hasResource(SUBSCRIPTION, {
      Properties: {
        SubscriptionName: 'serverless-cost-anomalies-prod',
        MonitorArnList: [{ 'Fn::GetAtt': ['CostsAnomalyMonitorD0C7E1A5', 'MonitorArn'] }],
        Frequency: 'IMMEDIATE',
        Subscribers: [{ Type: 'SNS', Address: topic }],
        ThresholdExpression:
          '{"Dimensions":{"Key":"ANOMALY_TOTAL_IMPACT_ABSOLUTE","MatchOptions":["GREATER_THAN_OR_EQUAL"],"Values":["25"]}}',
      },
      DependsOn: ['MonitoringNotificationsTopicPolicy38E450EF'],
    });
    const sids = (resource: string, document: string) =>
      (primary.resources[resource]?.Properties?.[document] as { Statement: { Sid?: string }[] }).Statement.map(
        ({ Sid }) => Sid,
      );
    const publishers = ['AlarmsNotify', 'CostAnomaliesNotify', 'BudgetNotifies'];
    expect(sids('MonitoringNotificationsTopicPolicy38E450EF', 'PolicyDocument')).toEqual(
      expect.arrayContaining(publishers),
    );
    expect(sids('MonitoringNotificationsKey683A97FA', 'KeyPolicy')).toEqual(expect.arrayContaining(publishers));
  });

  it('can be left to a monitor that is there', () => {
    const arn = 'arn:aws:ce::123456789012:anomalymonitor/11111111-2222-3333-4444-555555555555';
    const { template } = synthesise({ costAnomalyMonitor: arn }).primary;
    template.resourceCountIs(MONITOR, 0);
    template.hasResourceProperties(SUBSCRIPTION, { MonitorArnList: [arn] });
  });

  it('can be left alone', () => {
    const { template } = synthesise({ costAnomalyMonitor: 'none' }).primary;
    template.resourceCountIs(MONITOR, 0);
    template.resourceCountIs(SUBSCRIPTION, 0);
  });
});

describe('the budget', () => {
  it('is told when it is nearly spent, and when it will be', () => {
    const told = (NotificationType: string, Threshold: number) => ({
      Notification: { NotificationType, ComparisonOperator: 'GREATER_THAN', Threshold, ThresholdType: 'PERCENTAGE' },
      Subscribers: [{ SubscriptionType: 'SNS', Address: topic }],
    });
    primary.template.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: {
        BudgetName: 'serverless-monthly-budget-prod',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: 500, Unit: 'USD' },
      },
      NotificationsWithSubscribers: [told('ACTUAL', 80), told('FORECASTED', 100)],
    });
  });
});
