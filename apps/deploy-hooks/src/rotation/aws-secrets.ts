import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { Secrets } from './ports';

export const awsSecrets = (client: SecretsManagerClient): Secrets => ({
  async stages(secretId) {
    const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId: secretId }));
    return VersionIdsToStages;
  },
  async value(secretId, { version, stage }) {
    const wanted = {
      SecretId: secretId,
      VersionStage: stage,
      ...(version === undefined ? {} : { VersionId: version }),
    };
    try {
      return (await client.send(new GetSecretValueCommand(wanted))).SecretString;
    } catch (error) {
      // A version that is announced and has no value yet.
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  },
  async putPending(secretId, version, text) {
    await client.send(
      new PutSecretValueCommand({
        SecretId: secretId,
        ClientRequestToken: version,
        SecretString: text,
        VersionStages: ['AWSPENDING'],
      }),
    );
  },
  async makeCurrent(secretId, version, before) {
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: secretId,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: version,
        ...(before === undefined ? {} : { RemoveFromVersionId: before }),
      }),
    );
  },
});
