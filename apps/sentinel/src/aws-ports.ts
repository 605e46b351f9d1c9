import { PublishCommand } from '@aws-sdk/client-sns';
import type { AwsClients } from './adapters/clients';
import { dynamoDbHeartbeats } from './adapters/dynamodb-heartbeats';
import { dynamoDbReceipts } from './adapters/dynamodb-receipts';
import { openLostBucket } from './adapters/failover-role';
import { lambdaMapping } from './adapters/lambda-mapping';
import { s3Buckets } from './adapters/s3-buckets';
import { sqsQueues } from './adapters/sqs-queues';
import type { Ports } from './ports';

/** What the ports of one execution environment stand on: the clients of the services, and what is not AWS. */
export interface AwsParts extends Pick<Ports, 'environment' | 'clock' | 'log' | 'metrics'> {
  readonly clients: AwsClients;
}

/** SNS takes no longer subject. */
const LONGEST_SUBJECT = 100;

/** The ports over the services' clients. The simulator hands in clients of its own: the adapters are judged with the rest. */
export function awsPorts({ clients, ...parts }: AwsParts): Ports {
  const { environment, clock } = parts;
  const { TABLE_NAME: table, TABLE_REGION: home, OTHER_REGION: other } = environment;
  const { regions, lambda, sns, sts, s3As } = clients;
  const buckets = { [home]: environment.INGESTION_BUCKET, [other]: environment.OTHER_INGESTION_BUCKET };
  const queues = { [home]: environment.INGEST_QUEUE_URL, [other]: environment.OTHER_INGEST_QUEUE_URL };
  const homeClients = regions[home];
  if (!homeClients) throw new Error(`There are no clients of ${home}.`);
  return {
    ...parts,
    heartbeats: dynamoDbHeartbeats(regions, table, home, clock),
    buckets: s3Buckets(regions, buckets, home),
    queues: sqsQueues(regions, queues, home),
    mapping: lambdaMapping(lambda, { id: environment.MAPPING_ID, arn: environment.MAPPING_ARN }),
    receipts: dynamoDbReceipts(homeClients.table, {
      table,
      regions: [home, other],
      shardCount: environment.STATUS_SHARDS,
    }),
    openLostBucket: openLostBucket(sts, s3As, {
      roleArn: environment.FAILOVER_ROLE,
      home: { region: home, bucket: environment.INGESTION_BUCKET },
      lost: { region: other, bucket: environment.OTHER_INGESTION_BUCKET },
    }),
    async announce(subject, message) {
      const Subject = subject.slice(0, LONGEST_SUBJECT);
      await sns.send(new PublishCommand({ TopicArn: environment.NOTIFICATION_TOPIC, Subject, Message: message }));
    },
  };
}
