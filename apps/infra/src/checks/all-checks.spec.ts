import { type Context, synthesise } from '../testing/synthesise';
import { allBreaches } from './all-checks';

describe('the templates', () => {
  it.each<[Context]>([
    [{}],
    [{ protect: 'true' }],
    [{ environment: 'staging' }],
    [{ billing: 'provisioned' }],
    [{ bucketSuffix: 'acme' }],
    [{ tracing: 'true' }],
    [{ domain: 'files.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' }],
  ])('with %j pass every check, in both regions', (context) => {
    const { primary, standby } = synthesise(context);
    const environment = context['environment'] ?? 'prod';
    for (const [stack, isPrimary] of [
      [primary, true],
      [standby, false],
    ] as const) {
      const template = JSON.parse(stack.text);
      expect(
        allBreaches({ template, region: stack.region, isPrimary, environment, protect: context['protect'] === 'true' }),
      ).toEqual([]);
    }
  });
});
