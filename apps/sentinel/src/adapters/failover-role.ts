import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { LostBucket } from '../ports';
import type { AwsClients } from './clients';
import { s3LostBucket } from './s3-buckets';

export interface FailoverPlace {
  readonly roleArn: string;
  readonly home: { readonly region: string; readonly bucket: string };
  readonly lost: { readonly region: string; readonly bucket: string };
}

/** The least that STS takes: a walk is done within a tick, and takes the role anew in the next. */
const SESSION_SECONDS = 900;

/** Takes the lost region's failover role, of the home region's STS: the other one may be gone. */
export const openLostBucket =
  (sts: STSClient, s3As: AwsClients['s3As'], { roleArn, home, lost }: FailoverPlace) =>
  async (): Promise<LostBucket> => {
    const { Credentials: taken } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: `sentinel-${home.region}`,
        DurationSeconds: SESSION_SECONDS,
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = taken ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new Error(`STS gave no credentials of ${roleArn}.`);
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    return s3LostBucket(s3As(credentials, lost.region), s3As(credentials, home.region), {
      lost: lost.bucket,
      home: home.bucket,
    });
  };
