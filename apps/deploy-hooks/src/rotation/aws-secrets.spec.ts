import { ResourceNotFoundException, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awsSecrets } from './aws-secrets';

/** Secrets Manager that gives one answer, or fails, and keeps what it was asked. */
function secretsManager(answer: object) {
  const asked: [string, object][] = [];
  const client = new SecretsManagerClient({ region: 'us-east-1' });
  jest.spyOn(client, 'send').mockImplementation(async (command: { constructor: { name: string }; input: object }) => {
    asked.push([command.constructor.name, command.input]);
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return { asked, secrets: awsSecrets(client) };
}

describe('a secret in Secrets Manager', () => {
  it('is asked for by version and label', async () => {
    const { asked, secrets } = secretsManager({ SecretString: 'text' });
    expect(await secrets.value('id', { stage: 'AWSCURRENT' })).toBe('text');
    expect(await secrets.value('id', { version: 'v', stage: 'AWSPENDING' })).toBe('text');
    expect(asked).toEqual([
      ['GetSecretValueCommand', { SecretId: 'id', VersionStage: 'AWSCURRENT' }],
      ['GetSecretValueCommand', { SecretId: 'id', VersionId: 'v', VersionStage: 'AWSPENDING' }],
    ]);
  });

  it('has no value in a version that is only announced; any other fault is one', async () => {
    const missing = new ResourceNotFoundException({ message: 'no', $metadata: {} });
    expect(await secretsManager(missing).secrets.value('id', { stage: 'AWSPENDING' })).toBeUndefined();
    await expect(secretsManager(new Error('denied')).secrets.value('id', { stage: 'AWSPENDING' })).rejects.toThrow(
      'denied',
    );
  });

  it('takes a version that is not current yet', async () => {
    const { asked, secrets } = secretsManager({});
    await secrets.putPending('id', 'v', 'text');
    const input = { SecretId: 'id', ClientRequestToken: 'v', SecretString: 'text', VersionStages: ['AWSPENDING'] };
    expect(asked).toEqual([['PutSecretValueCommand', input]]);
  });

  it('moves its label from one version to the other', async () => {
    const { asked, secrets } = secretsManager({});
    await secrets.makeCurrent('id', 'new', 'old');
    const input = {
      SecretId: 'id',
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: 'new',
      RemoveFromVersionId: 'old',
    };
    expect(asked).toEqual([['UpdateSecretVersionStageCommand', input]]);
  });

  it('tells the labels of its versions', async () => {
    const { secrets } = secretsManager({ VersionIdsToStages: { old: ['AWSCURRENT'] } });
    expect(await secrets.stages('id')).toEqual({ old: ['AWSCURRENT'] });
  });
});
