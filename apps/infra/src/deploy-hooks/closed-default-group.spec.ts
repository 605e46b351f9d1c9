import { synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();
const groupId = { 'Fn::GetAtt': ['NetworkVpc7FB7348F', 'DefaultSecurityGroup'] };

describe.each([
  [primary, ''],
  [standby, '-us-west-2'],
])('the default security group of the network (%#)', ({ template, region }, inName) => {
  it('is closed while the network is deployed, by a function of ours', () => {
    template.hasResourceProperties('Custom::ClosedDefaultGroup', {
      ServiceToken: { 'Fn::GetAtt': ['NetworkClosedDefaultGroupFunctionDA7C7D5E', 'Arn'] },
      GroupId: groupId,
      ServiceTimeout: '120',
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'serverless-default-group-prod',
      Handler: 'index.closeDefaultGroup',
      Timeout: 60,
    });
  });

  it('is the only one from which that function may take rules', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: `serverless-default-group-role${inName}-prod`,
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Sid: 'TakeRules',
                Effect: 'Allow',
                Action: ['ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress'],
                Resource: {
                  'Fn::Join': ['', [`arn:aws:ec2:${region}:`, { Ref: 'AWS::AccountId' }, ':security-group/', groupId]],
                },
              },
              { Sid: 'WriteLogs', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] },
            ],
          },
        },
      ],
    });
  });
});
