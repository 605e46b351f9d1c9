import type { Json, Template } from './load-assembly';
import { createResolver } from './resolve';

const place = { partition: 'aws', region: 'us-east-1', account: '000000000000', endpoint: 'http://127.0.0.1:4600' };

const template: Template = {
  Parameters: {
    Stage: { Type: 'String', Default: 'prod' },
    Needed: { Type: 'String' },
    BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
    Secret: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/my/secret' },
  },
  Mappings: { Sizes: { 'us-east-1': { memory: 512 } } },
  Conditions: {
    IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    IsTest: { 'Fn::Not': [{ Condition: 'IsProd' }] },
    Both: { 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'IsTest' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsProd' }, { Condition: 'IsTest' }] },
    OneIsOne: { 'Fn::Equals': [1, '1'] },
    Odd: { 'Fn::Contains': [['a'], 'a'] },
  },
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': 'queue-${Stage}' } } },
    Bucket: { Type: 'AWS::S3::Bucket' },
    Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { TableName: 'items' } },
    Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'reader' } },
    Mapping: { Type: 'AWS::Lambda::EventSourceMapping' },
    Alias: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: 'reader', Name: 'live' } },
    Subnet: { Type: 'AWS::EC2::Subnet' },
    Vpc: { Type: 'AWS::EC2::VPC' },
  },
};

const { resolve, condition } = createResolver({
  stack: { name: 'stack', region: 'us-east-1', template, assets: new Map() },
  place,
  importValue: (name) => (name === 'exported' ? 'imported' : undefined),
});
const resolved = (expression: Json) => resolve(expression, 'Thing.Properties.Value');

describe('resolve a template', () => {
  describe('shape', () => {
    it.each<[string, Json, Json]>([
      ['Ref to a parameter', { Ref: 'Stage' }, 'prod'],
      ['Ref to the bootstrap version', { Ref: 'BootstrapVersion' }, '9999'],
      ['Ref to a queue: its URL', { Ref: 'Queue' }, 'http://127.0.0.1:4600/000000000000/queue-prod'],
      ['Ref to a table: its name', { Ref: 'Table' }, 'items'],
      ['Ref to an alias: its ARN', { Ref: 'Alias' }, 'arn:aws:lambda:us-east-1:000000000000:function:reader:live'],
      ['Ref to a resource without a name: one that stays the same', { Ref: 'Bucket' }, 'stack-bucket'],
      ['account', { Ref: 'AWS::AccountId' }, '000000000000'],
      ['region', { Ref: 'AWS::Region' }, 'us-east-1'],
      ['partition', { Ref: 'AWS::Partition' }, 'aws'],
      ['Fn::GetAtt of a queue', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:us-east-1:000000000000:queue-prod'],
      ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Role.Arn' }, 'arn:aws:iam::000000000000:role/reader'],
      [
        'the default group of a network: one that stays the same',
        { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] },
        'sg-cc715bd1f6f5',
      ],
      ['Fn::Join', { 'Fn::Join': ['/', ['a', { Ref: 'Stage' }, 1]] }, 'a/prod/1'],
      ['Fn::Split in Fn::Select', { 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
      [
        'Fn::Sub with variables',
        { 'Fn::Sub': ['${A}-${Table}-${Role.Arn}-${!Literal}', { A: { Ref: 'Stage' } }] },
        'prod-items-arn:aws:iam::000000000000:role/reader-${Literal}',
      ],
      ['Fn::If', { 'Fn::If': ['IsProd', 'yes', 'no'] }, 'yes'],
      ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'memory'] }, 512],
      ['Fn::GetAZs', { 'Fn::GetAZs': '' }, ['us-east-1a', 'us-east-1b', 'us-east-1c']],
      ['Fn::ImportValue', { 'Fn::ImportValue': 'exported' }, 'imported'],
      ['Fn::Base64', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
      ['Fn::Cidr', { 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }, ['10.0.0.0/24', '10.0.1.0/24']],
    ])('%s', (_, expression, value) => {
      expect(resolved(expression)).toEqual(value);
    });

    it('leaves out what AWS::NoValue stands for', () => {
      const noValue = { Ref: 'AWS::NoValue' };
      expect(resolved({ a: noValue, b: [noValue, 1], c: { 'Fn::If': ['IsTest', 'x', noValue] } })).toEqual({ b: [1] });
    });

    it('gives a mapping an id that is the same at each boot', () => {
      expect(resolved({ Ref: 'Mapping' })).toBe(resolved({ 'Fn::GetAtt': ['Mapping', 'Id'] }));
      expect(resolved({ Ref: 'Mapping' })).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    });
  });

  describe('conditions', () => {
    it.each([
      ['IsProd', true],
      ['IsTest', false],
      ['Both', false],
      ['Either', true],
      ['OneIsOne', true],
    ])('%s is %s', (name, value) => {
      expect(condition(name)).toBe(value);
    });
  });

  describe('rule', () => {
    it.each<[string, Json, string]>([
      ['a resource that is not there', { Ref: 'Nothing' }, 'the stack stack has no resource Nothing.'],
      ['a type that is not emulated', { 'Fn::GetAtt': ['Subnet', 'CidrBlock'] }, 'AWS::EC2::Subnet is not emulated'],
      [
        'an attribute that is not known',
        { 'Fn::GetAtt': ['Table', 'TableId'] },
        'AWS::DynamoDB::GlobalTable has no attribute TableId here.',
      ],
      ['a parameter without a default', { Ref: 'Needed' }, 'the parameter Needed has no default.'],
      ['a parameter of SSM', { Ref: 'Secret' }, 'is the SSM parameter /my/secret, which is not emulated.'],
      ['a function that is not known', { 'Fn::Transform': {} }, "the local cloud doesn't know Fn::Transform."],
      ['a choice that is not there', { 'Fn::Select': [3, ['a']] }, 'there are 1 choices, and no number 3.'],
      [
        'a map entry that is not there',
        { 'Fn::FindInMap': ['Sizes', 'mars', 'memory'] },
        'the mapping has no Sizes.mars.memory.',
      ],
      ['an export that is not there', { 'Fn::ImportValue': 'missing' }, 'no stack of us-east-1 exports missing.'],
      ['blocks that have no room', { 'Fn::Cidr': ['10.0.0.0/30', 4, 8] }, 'has no room for 4 blocks of 256 addresses.'],
      ['a condition that is not there', { 'Fn::If': ['Missing', 1, 2] }, 'the stack stack has no condition Missing.'],
      [
        'a condition that is not known',
        { 'Fn::If': ['Odd', 1, 2] },
        'Fn::Contains is not a condition that the local cloud knows.',
      ],
    ])('%s', (_, expression, message) => {
      expect(() => resolved(expression)).toThrow(message);
    });

    it('names stack, logical id, path and expression', () => {
      expect(() => resolve({ Names: ['x', { Ref: 'Nothing' }] }, 'Thing.Properties.Value')).toThrow(
        'stack: Thing.Properties.Value.Names[1] can\'t be resolved: {"Ref":"Nothing"}: the stack stack has no resource Nothing.',
      );
    });
  });
});
