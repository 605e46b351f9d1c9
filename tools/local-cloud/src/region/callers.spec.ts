import { accessKeyOf, OPERATOR_KEY, SECRET_ACCESS_KEY } from '../lambda/function-variables';
import type { Plan, PlannedFunction, PlannedRole } from '../template/planned';
import { createCallers } from './callers';

const functionIn = (region: string) =>
  ({
    arn: `arn:aws:lambda:${region}:000000000000:function:reader`,
    roleArn: `arn:aws:iam::000000000000:role/reader-${region}`,
  }) as PlannedFunction;
const takenRole = { name: 'failover', arn: 'arn:aws:iam::000000000000:role/failover' } as PlannedRole;
const plans = [
  { functions: [functionIn('us-east-1')], roles: [takenRole] },
  { functions: [functionIn('us-west-2')], roles: [] },
] as unknown as readonly Plan[];

describe('callers', () => {
  const { principals, secretOf } = createCallers(plans);

  it('are the functions of every region, each in the name of its own role', () => {
    for (const region of ['us-east-1', 'us-west-2']) {
      const definition = functionIn(region);
      expect(principals.get(accessKeyOf(definition))).toEqual({
        kind: 'role',
        roleName: `reader-${region}`,
        functionArn: definition.arn,
      });
    }
  });

  it('are who has taken a role, without a function', () => {
    expect(principals.get(accessKeyOf(takenRole))).toEqual({ kind: 'role', roleName: 'failover' });
  });

  it('have a secret if this cloud gave out their key, and nobody else has', () => {
    expect([OPERATOR_KEY, ...principals.keys()].map(secretOf)).toEqual(Array(4).fill(SECRET_ACCESS_KEY));
    expect(['AKIAIOSFODNN7EXAMPLE', ''].map(secretOf)).toEqual([undefined, undefined]);
  });
});
