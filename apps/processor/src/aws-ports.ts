import type { awsClients } from './adapters/clients';
import { dynamoDbReceipts } from './adapters/dynamodb-receipts';
import { dynamoDbRecords } from './adapters/dynamodb-records';
import { leanRecords } from './adapters/lean-records';
import { s3Objects } from './adapters/s3-objects';
import { secretKeys } from './adapters/secret-keys';
import { sqsQueue } from './adapters/sqs-queue';
import type { Ports } from './ports';

/** What the ports of one execution environment stand on: the clients of the services, and what is not AWS. */
export interface AwsParts extends Pick<Ports, 'environment' | 'clock' | 'random' | 'log' | 'metrics'> {
  readonly clients: ReturnType<typeof awsClients>;
}

/** The ports over the services' clients. The simulator hands in clients of its own: the adapters are judged with the rest. */
export function awsPorts({ clients, ...parts }: AwsParts): Ports {
  const { environment } = parts;
  const { TABLE_NAME: table, INGEST_QUEUE_URL: ingest, DEAD_LETTER_QUEUE_URL: deadLetters } = environment;
  const records = dynamoDbRecords(clients.table, table, environment.STATUS_SHARDS);
  return {
    ...parts,
    objects: s3Objects(clients.s3),
    records: environment.WRITER === 'lean' ? leanRecords(clients.wire, table, records) : records,
    receipts: dynamoDbReceipts(clients.table, table, environment.STATUS_SHARDS),
    queue: sqsQueue(clients.sqs, { ingest, deadLetters }),
    keys: secretKeys(clients.secrets, environment.PIPELINE_SECRET),
  };
}
