import { left, right } from 'fp-ts/Either';
import { environments } from './environments';
import { readConfig } from './read-config';

const read = (context: Record<string, unknown>) => readConfig((key) => context[key]);

describe('readConfig', () => {
  it('is prod when the context says nothing', () => {
    expect(read({})).toEqual(right(environments.prod));
  });

  it('takes the environment that the context names', () => {
    expect(read({ environment: 'staging' })).toEqual(right(environments.staging));
  });

  it.each([
    [{ lambdaRuntime: 'nodejs18.x' }, { processing: { lambdaRuntime: 'nodejs18.x' } }],
    [{ reservedConcurrency: '8' }, { processing: { reservedConcurrency: 8 } }],
    [{ reservedConcurrency: 'none' }, { processing: { reservedConcurrency: 'none' } }],
    [{ billing: 'provisioned' }, { storage: { billing: 'provisioned' } }],
    [{ bucketSuffix: 'acme' }, { storage: { bucketSuffix: 'acme' } }],
    [{ costAnomalyMonitor: 'none' }, { governance: { costAnomalyMonitor: 'none' } }],
    [{ protect: 'true' }, { protect: true }],
    [{ protect: true }, { protect: true }],
    [{ tracing: 'true' }, { processing: { tracing: true } }],
    [{ faultInjection: 'true', faultMinutes: '5' }, { faultInjection: { enabled: true, minutes: 5 } }],
    [{ writer: 'sdk' }, { processing: { writer: 'sdk' } }],
    [{ protect: 'false' }, { protect: false }],
  ])('lays %j over it', (context, change) => {
    expect(read(context)).toMatchObject(right(change));
  });

  it('refuses an environment that is not there', () => {
    expect(read({ environment: 'qa', lambdaRuntime: 'x' })).toEqual(
      left(['There is no environment "qa": use -c environment=prod or -c environment=staging.']),
    );
  });

  it('refuses a runtime for which nothing is compiled, and a protection that is neither on nor off', () => {
    expect(read({ lambdaRuntime: 'nodejs20.x', protect: 'yes' })).toEqual(
      left([
        'There is no lambdaRuntime "nodejs20.x": use -c lambdaRuntime=nodejs24.x or -c lambdaRuntime=nodejs22.x or -c lambdaRuntime=nodejs18.x.',
        'There is no protect "yes": use -c protect=true or -c protect=false.',
      ]),
    );
  });

  it('checks what came of it', () => {
    expect(read({ bucketSuffix: 'Acme' })).toEqual(
      left([
        'storage.bucketSuffix is "Acme": use small letters, digits and single hyphens between them, such as "acme-eu".',
      ]),
    );
  });
});
