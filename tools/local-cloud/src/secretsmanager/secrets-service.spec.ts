import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { AccessDenied, NotEmulated, type ServiceRequest } from '../http/service';
import { openStore } from '../store/level-store';
import type { Store } from '../store/store';
import { createSecretsService, type SecretsService } from './secrets-service';

const NAME = 'serverless-pipeline-secrets-prod';
const generation = {
  template: '{"notBefore":"1970-01-01T00:00:00Z"}',
  key: 'key',
  length: 64,
  excludePunctuation: true,
};

let folder: string;
let store: Store;
let service: SecretsService;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  await open();
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});
const open = async () => {
  store = await openStore(folder);
  service = createSecretsService({ store, region: 'us-east-1', account: '000000000000', clock: { now: () => 5_000 } });
  await service.ensureSecret({ name: NAME, generation });
};

const call = async (operation: string, input: object, authorize: ServiceRequest['authorize'] = () => undefined) => {
  const request = {
    headers: { 'x-amz-target': `secretsmanager.${operation}` },
    body: Readable.from([Buffer.from(JSON.stringify(input))]),
    authorize,
  } as unknown as ServiceRequest;
  return JSON.parse(String((await service.handle(request)).body)) as Record<string, string>;
};

describe('a secret', () => {
  it('is drawn once, as the template says, and is the same after a restart', async () => {
    const { SecretString, ARN } = await call('GetSecretValue', { SecretId: NAME });
    expect(JSON.parse(SecretString ?? '')).toEqual({
      notBefore: '1970-01-01T00:00:00Z',
      key: expect.stringMatching(/^[A-Za-z0-9]{64}$/),
    });
    expect(ARN).toMatch(new RegExp(`^arn:aws:secretsmanager:us-east-1:000000000000:secret:${NAME}-[0-9a-f]{6}$`));
    await store.close();
    await open();
    expect(await call('GetSecretValue', { SecretId: ARN })).toMatchObject({ SecretString, Name: NAME });
  });

  it('that is put anew keeps its previous version', async () => {
    const before = await call('GetSecretValue', { SecretId: NAME });
    await call('PutSecretValue', { SecretId: NAME, SecretString: 'new' });
    expect(await call('GetSecretValue', { SecretId: NAME })).toMatchObject({ SecretString: 'new' });
    const previous = await call('GetSecretValue', { SecretId: NAME, VersionStage: 'AWSPREVIOUS' });
    expect(previous['SecretString']).toBe(before['SecretString']);
  });

  it('keeps a version whose token is used again, and refuses another value for it', async () => {
    const input = { SecretId: NAME, SecretString: 'new', ClientRequestToken: '11111111-2222-3333-4444-555555555555' };
    await call('PutSecretValue', input);
    await call('PutSecretValue', { SecretId: NAME, SecretString: 'newer' });
    expect(await call('PutSecretValue', input)).toMatchObject({ VersionStages: ['AWSPREVIOUS'] });
    expect(await call('GetSecretValue', { SecretId: NAME })).toMatchObject({ SecretString: 'newer' });
    await expect(call('PutSecretValue', { ...input, SecretString: 'other' })).rejects.toMatchObject({
      code: 'ResourceExistsException',
    });
  });

  it('is given to nobody whose role does not allow it', async () => {
    const refuse: ServiceRequest['authorize'] = (action, resource) => {
      throw new AccessDenied(`${action} on ${resource}`);
    };
    await expect(call('GetSecretValue', { SecretId: NAME }, refuse)).rejects.toThrow(
      'secretsmanager:GetSecretValue on arn:',
    );
  });

  it('that is not there, and what is not emulated, are told by name', async () => {
    await expect(call('GetSecretValue', { SecretId: 'other' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
    await expect(call('RotateSecret', { SecretId: NAME })).rejects.toThrow(NotEmulated);
    await expect(call('GetSecretValue', { SecretId: NAME, Extra: 1 })).rejects.toThrow(
      'the parameter Extra of GetSecretValue',
    );
  });
});
