import { synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();
const { template } = primary;
const secret = { Ref: 'PipelineSecretFF3B7163' };

describe('the rotation of the secret', () => {
  it('is where the secret is made', () => {
    template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 1);
    standby.template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
  });

  it('runs every 90 days, and not because of a deployment', () => {
    template.hasResource('AWS::SecretsManager::RotationSchedule', {
      Properties: {
        SecretId: secret,
        RotationLambdaARN: { 'Fn::GetAtt': ['SecretRotationFunction837B37FB', 'Arn'] },
        RotationRules: { AutomaticallyAfterDays: 90 },
        RotateImmediatelyOnUpdate: false,
      },
      // Secrets Manager tries the function when it is told of it.
      DependsOn: ['SecretRotationSecretsManagerInvokes20FD75E2'],
    });
  });

  it('is done by a function of ours, outside of the network', () => {
    const function_ = primary.resources['SecretRotationFunction837B37FB']?.Properties;
    expect(function_).toMatchObject({
      FunctionName: 'serverless-secret-rotation-prod',
      Handler: 'index.rotateSecret',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: 60,
    });
    expect(function_).not.toHaveProperty('VpcConfig');
  });

  it('is called by Secrets Manager alone, for this secret', () => {
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: secret,
    });
  });

  it('may make versions of this secret and move their labels, nothing else', () => {
    const [{ Properties }] = Object.values(
      template.findResources('AWS::IAM::Role', { Properties: { RoleName: 'serverless-secret-rotation-role-prod' } }),
    ) as [{ Properties: { Policies: { PolicyName: string; PolicyDocument: { Statement: unknown } }[] } }];
    expect(Properties.Policies).toHaveLength(1);
    expect(Properties.Policies[0]).toMatchObject({
      PolicyName: 'serverless-secret-rotation-policy-prod',
      PolicyDocument: {
        Statement: [
          {
            Sid: 'RotateSecret',
            Effect: 'Allow',
            Action: [
              'secretsmanager:DescribeSecret',
              'secretsmanager:GetSecretValue',
              'secretsmanager:PutSecretValue',
              'secretsmanager:UpdateSecretVersionStage',
            ],
            Resource: secret,
          },
          {
            Sid: 'WriteLogs',
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: { 'Fn::GetAtt': ['SecretRotationLog8493AFD4', 'Arn'] },
          },
        ],
      },
    });
  });
});
