import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { createEndpoint } from '../http/endpoint';
import { AccessDenied, type Principal } from '../http/service';
import { type Served, serve } from '../http/testing/serve';
import { createStsService } from './sts-service';

const ROLE = 'arn:aws:iam::000000000000:role/failover';
const NOW = Date.parse('2026-11-27T10:00:00Z');

describe('STS', () => {
  let served: Served;
  let client: STSClient;
  let now = NOW;
  const asked: [Principal, string][] = [];
  const clientWith = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) =>
    new STSClient({ region: 'us-east-1', endpoint: served.url, credentials, maxAttempts: 1 });

  beforeAll(async () => {
    const server = createEndpoint({
      services: [
        createStsService({
          account: '000000000000',
          clock: { now: () => now },
          arnOf: ({ kind }) => `arn:aws:iam::000000000000:user/${kind}`,
          mayAssume(principal, arn) {
            asked.push([principal, arn]);
            if (arn !== ROLE) throw new AccessDenied(`no sts:AssumeRole on ${arn}`);
          },
        }),
      ],
      region: 'us-east-1',
      clock: { now: () => now },
      principalOf: () => ({ kind: 'operator' }),
      authorizer: () => undefined,
    });
    served = await serve(server);
    client = clientWith({ accessKeyId: 'local', secretAccessKey: 'local' });
  });
  afterAll(async () => {
    client.destroy();
    await served.stop();
  });
  const assume = (input: object = {}) =>
    client.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'sentinel-us-west-2', ...input }));

  it('says who calls', async () => {
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '000000000000',
      Arn: 'arn:aws:iam::000000000000:user/operator',
      UserId: 'operator',
    });
  });

  it('gives credentials that end when they were asked to', async () => {
    const { Credentials: taken } = await assume({ DurationSeconds: 900 });
    expect(taken?.Expiration?.toISOString()).toBe('2026-11-27T10:15:00.000Z');
    expect(asked.at(-1)).toEqual([{ kind: 'operator' }, ROLE]);
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = taken ?? {};
    const holder = clientWith({
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    });
    await holder.send(new GetCallerIdentityCommand({}));
    now = NOW + 900_000;
    await expect(holder.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredTokenException',
    });
    now = NOW;
    holder.destroy();
  });

  it('lets nobody take what they may not', async () => {
    await expect(assume({ RoleArn: `${ROLE}-other` })).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it.each([
    [{ RoleSessionName: 'a name' }, 'roleSessionName'],
    [{ DurationSeconds: 899 }, 'durationSeconds'],
    [{ DurationSeconds: 43_201 }, 'durationSeconds'],
  ])('refuses %j', async (input, named) => {
    const refusal = assume(input);
    await expect(refusal).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(refusal).rejects.toThrow(named);
  });

  it('says what it is not', async () => {
    await expect(client.send(new GetSessionTokenCommand({}))).rejects.toThrow('GetSessionToken');
  });
});
