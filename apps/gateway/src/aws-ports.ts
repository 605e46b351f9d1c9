import type { awsClients } from './adapters/clients';
import { dynamoDbTable } from './adapters/dynamodb-table';
import { awsProbes } from './adapters/probes';
import { s3Bucket } from './adapters/s3-bucket';
import type { Ports } from './ports';

/** What the ports of one execution environment stand on: the clients of the services, and what is not AWS. */
export interface AwsParts extends Pick<Ports, 'environment' | 'clock' | 'random' | 'log' | 'metrics'> {
  readonly clients: ReturnType<typeof awsClients>;
}

/** The ports over the services' clients. */
export function awsPorts({ clients, ...parts }: AwsParts): Ports {
  const { environment } = parts;
  return {
    ...parts,
    table: dynamoDbTable(clients.table, environment.TABLE_NAME),
    bucket: s3Bucket(clients, environment),
    probes: awsProbes(clients, environment),
  };
}
