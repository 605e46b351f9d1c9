import type { PlannedSecret } from './planned';
import type { PropertyRules, ResourceReader } from './resource-reader';

export const secretProperties: PropertyRules = {
  emulated: ['GenerateSecretString', 'Name', 'ReplicaRegions', 'SecretString'],
  passive: ['Description', 'KmsKeyId', 'Tags'],
  listed: [],
};

/** What GenerateSecretString may say; anything else would draw another secret than AWS does. */
const GENERATION = ['ExcludePunctuation', 'GenerateStringKey', 'PasswordLength', 'SecretStringTemplate'];

/** A secret in the region of its stack or of one of its replicas; undefined when it is in neither. */
export function planSecret(secret: ResourceReader, stackRegion: string, region: string): PlannedSecret | undefined {
  const replicas = secret.list<{ readonly Region: string }>('ReplicaRegions').map(({ Region }) => Region);
  if (stackRegion !== region && !replicas.includes(region)) return undefined;
  const value = secret.text('SecretString');
  const generation = secret.object('GenerateSecretString') ?? {};
  const unknown = Object.keys(generation).find((name) => !GENERATION.includes(name));
  if (unknown !== undefined) {
    throw secret.refusal(
      `GenerateSecretString.${unknown} is not emulated.`,
      'Remove it, or teach tools/local-cloud/src/secretsmanager what it does.',
    );
  }
  const template = generation['SecretStringTemplate'];
  const key = generation['GenerateStringKey'];
  return {
    name: secret.name,
    primaryRegion: stackRegion,
    ...(value === undefined ? {} : { value }),
    generation: {
      ...(template === undefined ? {} : { template: String(template) }),
      ...(key === undefined ? {} : { key: String(key) }),
      length: Number(generation['PasswordLength'] ?? 32),
      excludePunctuation: String(generation['ExcludePunctuation'] ?? false) === 'true',
    },
  };
}
