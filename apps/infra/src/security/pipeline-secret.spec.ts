import { parsePipelineSecret } from '@pipeline/runtime-contract';
import { isRight } from 'fp-ts/Either';
import { synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();
const TYPE = 'AWS::SecretsManager::Secret';

describe('the secret', () => {
  it('is made once, by the primary, and replicated to the standby', () => {
    primary.template.hasResource(TYPE, {
      Properties: { Name: 'serverless-pipeline-secrets-prod', ReplicaRegions: [{ Region: 'us-west-2' }] },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
    standby.template.resourceCountIs(TYPE, 0);
  });

  it('is generated as one that the functions understand', () => {
    const [{ Properties }] = Object.values(primary.template.findResources(TYPE)) as [{ Properties: Generated }];
    const { SecretStringTemplate, GenerateStringKey, PasswordLength } = Properties.GenerateSecretString;
    const secret = { ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: 'x'.repeat(PasswordLength) };
    expect(isRight(parsePipelineSecret(JSON.stringify(secret)))).toBe(true);
  });
});

interface Generated {
  readonly GenerateSecretString: {
    readonly SecretStringTemplate: string;
    readonly GenerateStringKey: string;
    readonly PasswordLength: number;
  };
}
