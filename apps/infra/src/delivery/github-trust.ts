import { type IOidcProvider, type PrincipalBase, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';

export const GITHUB_ISSUER = 'token.actions.githubusercontent.com';

/**
 * The jobs of one GitHub environment of one repository, and nobody else: GitHub signs a token with this subject only for
 * a job that names the environment, after the environment's approvals. Neither a pull request nor a wildcard gets in.
 */
export const githubEnvironment = (provider: IOidcProvider, repository: string, environment: string): PrincipalBase =>
  new WebIdentityPrincipal(provider.oidcProviderArn, {
    StringEquals: {
      [`${GITHUB_ISSUER}:aud`]: 'sts.amazonaws.com',
      [`${GITHUB_ISSUER}:sub`]: `repo:${repository}:environment:${environment}`,
    },
  });
