import { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { PipelineNames } from '@pipeline/runtime-contract';
import { acknowledge } from './acknowledge';

export interface PipelineSecretProps {
  readonly names: PipelineNames;
  readonly standbyRegion: string;
}

/**
 * The keys that replace sensitive fields. Made once by the primary's stack and replicated, since both regions must make
 * the same item of a file. The first key is valid from the beginning of time; a rotation appends.
 */
export class PipelineSecret extends Secret {
  constructor(scope: Construct, id: string, { names, standbyRegion }: PipelineSecretProps) {
    super(scope, id, {
      secretName: names.pipelineSecret,
      description: 'HMAC keys of sensitive fields; only ever appended to',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ notBefore: '1970-01-01T00:00:00Z' }),
        generateStringKey: 'key',
        // 64 of 62 characters: 381 bits.
        passwordLength: 64,
        excludePunctuation: true,
      },
      replicaRegions: [{ region: standbyRegion }],
      // Without its keys no replay would make the same items again.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    acknowledge(
      this,
      'Under the AWS-managed key: one of the account would be two more, a region each, that a role needs to read one secret.',
      'SecretsManagerUsingKMSKey',
    );
  }
}
