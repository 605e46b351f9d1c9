import type { ServiceFault, ServiceResponse } from './service';
import { document, element } from './xml';

/**
 * A fault as SNS and STS word it, in AWS' query protocol; SQS has a document of its own.
 * @param namespace of the service's documents
 * @param code what the service calls it
 */
export const queryFault = (
  { status, message }: Pick<ServiceFault, 'status' | 'message'>,
  code: string,
  requestId: string,
  namespace: string,
): ServiceResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: document(
    'ErrorResponse',
    [
      element('Error', [
        element('Type', status < 500 ? 'Sender' : 'Receiver'),
        element('Code', code),
        element('Message', message),
      ]),
      element('RequestId', requestId),
    ],
    namespace,
  ),
});
