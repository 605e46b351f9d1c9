import type { awsClients } from './adapters/clients';
import { dynamoDbRepair } from './adapters/dynamodb-repair';
import { s3Trail } from './adapters/s3-trail';
import type { Ports } from './ports';

/** What the ports of one execution environment stand on: the clients of the services, and what is not AWS. */
export interface AwsParts extends Pick<Ports, 'environment' | 'clock' | 'log' | 'metrics'> {
  readonly clients: ReturnType<typeof awsClients>;
}

/** The ports over the services' clients. The simulator hands in clients of its own: the adapters are judged with the rest. */
export function awsPorts({ clients, ...parts }: AwsParts): Ports {
  const { AUDIT_BUCKET, TABLE_NAME } = parts.environment;
  return { ...parts, trail: s3Trail(clients.s3, AUDIT_BUCKET), table: dynamoDbRepair(clients.table, TABLE_NAME) };
}
