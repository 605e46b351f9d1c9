import recommended from 'aws-cdk-lib/recommended-feature-flags.json';

/**
 * The context of the app. It is code and not cdk.json, so that a plain `node` run and the CDK's command line give the
 * same bytes: the flags that `cdk init` of this version recommends, and what the command line would add by itself.
 */
export const featureFlags: Readonly<Record<string, unknown>> = {
  ...recommended,
  '@aws-cdk/core:target-partitions': ['aws'],
  // These would leave lines of this code and paths of the machine in the assembly, which is to be the same everywhere.
  '@aws-cdk/core:enableAdditionalMetadataCollection': false,
  'aws:cdk:disable-stack-trace': true,
  'aws:cdk:disable-creation-stack-traces': true,
  // A closed default security group takes a helper function of the CDK's own, which has no name.
  '@aws-cdk/aws-ec2:restrictDefaultSecurityGroup': false,
  // Where a resource comes from and where its code lies: what a reader, and a runner, of the template needs.
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
};
