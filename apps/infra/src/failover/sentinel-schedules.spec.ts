import { type SynthesisedStack, synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();

const ofSchedules = ({ resources }: SynthesisedStack, type: string) =>
  Object.entries(resources).filter(([id, { Type }]) => Type === `AWS::${type}` && id.startsWith('SentinelSchedules'));

describe.each([primary, standby])('the schedules of the sentinel in $region', (stack) => {
  const [functionId, sentinel] = Object.entries(stack.resources).find(
    ([, { Properties }]) => Properties?.['FunctionName'] === 'serverless-sentinel-prod',
  )!;
  const functionArn = { 'Fn::GetAtt': [functionId, 'Arn'] };
  const rules = ofSchedules(stack, 'Events::Rule');

  it('are a tick a minute and a reconciliation an hour, both on from the first deployment', () => {
    expect(
      rules.map(([, { Properties }]) => [
        Properties?.['Name'],
        Properties?.['ScheduleExpression'],
        Properties?.['State'],
      ]),
    ).toEqual([
      ['serverless-sentinel-tick-prod', 'rate(1 minute)', 'ENABLED'],
      ['serverless-sentinel-reconcile-prod', 'rate(1 hour)', 'ENABLED'],
    ]);
    for (const [, { Properties }] of rules)
      expect(Properties?.['Targets']).toEqual([{ Arn: functionArn, Id: 'sentinel' }]);
  });

  it('are what the function knows them by', () => {
    expect(sentinel.Properties?.['Environment']).toMatchObject({
      Variables: { TICK_RULE: 'serverless-sentinel-tick-prod', RECONCILE_RULE: 'serverless-sentinel-reconcile-prod' },
    });
  });

  it('may invoke it, each by its own rule and for this account, and nobody else may', () => {
    const permissions = Object.values(stack.resources)
      .filter(
        ({ Type, Properties }) => Type === 'AWS::Lambda::Permission' && JSON.stringify(Properties).includes(functionId),
      )
      .map(({ Properties }) => Properties);
    expect(permissions).toEqual(
      rules.map(([rule]) => ({
        Action: 'lambda:InvokeFunction',
        FunctionName: functionArn,
        Principal: 'events.amazonaws.com',
        SourceAccount: { Ref: 'AWS::AccountId' },
        SourceArn: { 'Fn::GetAtt': [rule, 'Arn'] },
      })),
    );
  });

  it('make up for no tick that failed or came late, and a tick is over before the next', () => {
    const retries = ofSchedules(stack, 'Lambda::EventInvokeConfig').map(([, { Properties }]) => Properties);
    expect(retries).toEqual([
      {
        FunctionName: { Ref: functionId },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: 60,
      },
    ]);
    expect(sentinel.Properties?.['Timeout']).toBeLessThan(60);
  });
});
