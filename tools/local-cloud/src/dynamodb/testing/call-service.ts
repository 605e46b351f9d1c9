import { Readable } from 'node:stream';
import type { ServiceRequest } from '../../http/service';
import type { DynamoDbService } from '../dynamodb-service';

/**
 * Calls an operation in this process.
 * @throws ServiceFault
 */
export async function callService(
  service: DynamoDbService,
  operation: string,
  body: unknown,
): Promise<Record<string, unknown>> {
  const request: ServiceRequest = {
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
    body: Readable.from([Buffer.from(JSON.stringify(body))]),
    requestId: 'test',
    principal: { kind: 'operator' },
    authorize: () => undefined,
  };
  const response = await service.handle(request);
  return JSON.parse(Buffer.from(response.body as Uint8Array).toString()) as Record<string, unknown>;
}
