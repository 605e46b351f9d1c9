import { createHash } from 'node:crypto';

/**
 * Secrets Manager ends the ARN of a secret with six random characters. Here they are the same at each boot: a client may
 * hold the whole ARN. A replica's ending is its original's, in every region.
 */
export function secretArn(
  name: string,
  {
    partition = 'aws',
    region,
    account,
  }: { readonly partition?: string; readonly region: string; readonly account: string },
): string {
  const ending = createHash('sha256').update(`${account}/${name}`).digest('hex').slice(0, 6);
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-${ending}`;
}
