import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';

const requestHandler = (requestTimeout: number) =>
  new NodeHttpHandler({ connectionTimeout: 2_000, requestTimeout, throwOnRequestTimeout: true });

/** The clients of one region's services. Each tries once: what a try says is what the sentinel is after. */
const regional = (region: string, requestTimeout: number) => {
  const once = { region, maxAttempts: 1, requestHandler: requestHandler(requestTimeout) };
  return {
    table: DynamoDBDocumentClient.from(new DynamoDBClient(once), { marshallOptions: { removeUndefinedValues: true } }),
    s3: new S3Client(once),
    // By its name: the queue of the other region may be asked through another endpoint than its URL's.
    sqs: new SQSClient({ ...once, useQueueUrlAsEndpoint: false }),
  };
};
export type RegionalClients = ReturnType<typeof regional>;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface AwsClients {
  /** By region. */
  readonly regions: Readonly<Record<string, RegionalClients>>;
  readonly lambda: LambdaClient;
  readonly sns: SNSClient;
  readonly sts: STSClient;
  /** A client of S3 in the name of a role that was taken: copies take their time, and are tried again. */
  s3As(credentials: Credentials, region: string): S3Client;
}

/** Copies of S3's own are slow for large files: 5 GB at once, at some 100 MB a second. */
const COPY_TIMEOUT_MS = 45_000;

export function awsClients(home: string, other: string, probeTimeoutMs: number): AwsClients {
  const settings = { region: home, maxAttempts: 3, requestHandler: requestHandler(5_000) };
  return {
    regions: { [home]: regional(home, probeTimeoutMs), [other]: regional(other, probeTimeoutMs) },
    lambda: new LambdaClient(settings),
    sns: new SNSClient(settings),
    sts: new STSClient(settings),
    s3As: (credentials, region) =>
      new S3Client({ region, credentials, maxAttempts: 3, requestHandler: requestHandler(COPY_TIMEOUT_MS) }),
  };
}
