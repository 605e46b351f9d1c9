import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { flag, text } from '@pipeline/command-line';
import { pipelineNames } from '@pipeline/runtime-contract';

/** What every command of this tool asks for: where the pipeline runs. */
export const targetOptions = {
  aws: flag,
  profile: text,
  region: text,
  environment: text,
  endpoint: text,
  json: flag,
};

export const TARGET_HELP = `  --aws               the pipeline in AWS; without it the running local cloud
  --profile NAME      the AWS profile to use (means --aws)
  --region REGION     default us-east-1
  --environment NAME  default prod
  --endpoint URL      of the local cloud, default http://127.0.0.1:4600
  --json              one JSON object a line`;

export interface TargetOptions {
  readonly aws?: boolean | undefined;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly environment?: string | undefined;
  readonly endpoint?: string | undefined;
}

export interface Queue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
}

/** The queues and the table of one region of the pipeline. */
export interface Target {
  readonly region: string;
  readonly table: string;
  readonly ingest: Queue;
  readonly deadLetters: Queue;
  readonly sqs: SQSClient;
  readonly documents: DynamoDBDocumentClient;
  close(): void;
}

/** @throws Error with a sentence where nobody answers, or there is no such pipeline */
export async function openTarget(options: TargetOptions): Promise<Target> {
  const region = options.region ?? 'us-east-1';
  const environment = options.environment ?? 'prod';
  const names = pipelineNames({ environment, region, primaryRegion: region });
  const remote = options.aws === true || options.profile !== undefined;
  const endpoint = options.endpoint ?? 'http://127.0.0.1:4600';
  const settings = remote
    ? { region, ...(options.profile === undefined ? {} : { profile: options.profile }) }
    : { region, endpoint, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const sqs = new SQSClient(settings);
  const dynamoDb = new DynamoDBClient(settings);
  const queue = async (name: string): Promise<Queue> => {
    const { QueueUrl: url = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
    );
    return { name, url, arn: Attributes?.['QueueArn'] ?? '' };
  };
  try {
    const [ingest, deadLetters] = await Promise.all([queue(names.ingestQueue), queue(names.deadLetterQueue)]);
    return {
      region,
      table: names.processedTable,
      ingest,
      deadLetters,
      sqs,
      documents: DynamoDBDocumentClient.from(dynamoDb),
      close: () => {
        sqs.destroy();
        dynamoDb.destroy();
      },
    };
  } catch (error) {
    const where = remote ? `AWS (${region})` : `the local cloud at ${endpoint}`;
    const what = remote ? 'Check region, environment and credentials.' : 'Start it with `npm start`, or use --aws.';
    throw new Error(`No pipeline "${environment}" answers in ${where}: ${reasonOf(error)} ${what}`, { cause: error });
  }
}

/** Of a refused connection the message is empty, the code is not. */
const reasonOf = (error: unknown): string => {
  const { message, code, name } = error as { message?: string; code?: string; name?: string };
  return `${message || code || name || String(error)}.`.replace(/\.+$/, '.');
};
