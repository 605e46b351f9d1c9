import { evaluate } from '../iam/evaluate';
import { readPolicy } from '../iam/policy';
import type { JsonObject } from './load-assembly';
import { planPermission } from './plan-permission';
import { place, readersOf } from './testing/readers';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:asked';
const RULE = 'arn:aws:events:us-east-1:000000000000:rule/every-minute';

const planned = (properties: JsonObject) => {
  const Properties = {
    Action: 'lambda:InvokeFunction',
    FunctionName: 'asked',
    Principal: 'events.amazonaws.com',
    ...properties,
  };
  const permission = readersOf({ Permission: { Type: 'AWS::Lambda::Permission', Properties } }).get('Permission')!;
  return planPermission(permission, place);
};
/** Whether a service may invoke the function, or an alias of it, for a source. */
const mayInvoke = (properties: JsonObject, resource: string, service: string, context: Record<string, string> = {}) => {
  const { resourceArn, policy } = planned(properties);
  return (
    resourceArn === resource &&
    evaluate(
      { caller: { kind: 'service', service }, action: 'lambda:InvokeFunction', resource, context },
      { identity: [], resource: [readPolicy(policy)] },
    ).allowed
  );
};

describe('a permission', () => {
  it('lets its principal invoke its function, and nobody else', () => {
    expect(mayInvoke({}, FUNCTION, 'events.amazonaws.com')).toBe(true);
    expect(mayInvoke({}, FUNCTION, 's3.amazonaws.com')).toBe(false);
  });

  it('of an alias is none of the function, nor the other way round', () => {
    const ofAlias = { FunctionName: `${FUNCTION}:live` };
    expect(mayInvoke(ofAlias, `${FUNCTION}:live`, 'events.amazonaws.com')).toBe(true);
    expect(mayInvoke(ofAlias, FUNCTION, 'events.amazonaws.com')).toBe(false);
    expect(mayInvoke({}, `${FUNCTION}:live`, 'events.amazonaws.com')).toBe(false);
  });

  it('holds for its source only', () => {
    const ofRule = { SourceArn: RULE, SourceAccount: '000000000000' };
    const source = { 'aws:sourcearn': RULE, 'aws:sourceaccount': '000000000000' };
    const may = (context: Record<string, string>) => mayInvoke(ofRule, FUNCTION, 'events.amazonaws.com', context);
    expect(may(source)).toBe(true);
    expect(may({ ...source, 'aws:sourcearn': `${RULE}-else` })).toBe(false);
    expect(may({ ...source, 'aws:sourceaccount': '111111111111' })).toBe(false);
    expect(may({})).toBe(false);
  });

  it('may be of an API with a pattern for its routes', () => {
    const SourceArn = 'arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/*/*/files/{id}';
    const asked = (route: string) =>
      mayInvoke({ SourceArn, Principal: 'apigateway.amazonaws.com' }, FUNCTION, 'apigateway.amazonaws.com', {
        'aws:sourcearn': `arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/$default/GET${route}`,
      });
    expect([asked('/files/{id}'), asked('/files')]).toEqual([true, false]);
  });

  it('may be of an account', () => {
    expect(planned({ Principal: '111111111111' }).policy.document).toMatchObject({
      Statement: [{ Principal: { AWS: '111111111111' }, Resource: FUNCTION }],
    });
  });
});
