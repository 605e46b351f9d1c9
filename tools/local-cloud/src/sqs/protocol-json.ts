import { ServiceFault, type ServiceRequest, type ServiceResponse } from '../http/service';
import { queryCode } from './fault';
import { asInput, type Input } from './input';
import type { Output } from './operation';

const CONTENT_TYPE = 'application/x-amz-json-1.0';

/** The operation that an AWS JSON 1.0 request names; undefined for one of the query protocol. */
export function jsonOperation({ headers }: ServiceRequest): string | undefined {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? target.slice(target.indexOf('.') + 1) : undefined;
}

export function readJson(body: string): Input {
  let value: unknown;
  try {
    value = JSON.parse(body === '' ? '{}' : body);
  } catch {
    throw new ServiceFault('SerializationException', 400, 'The request body is not JSON.');
  }
  return asInput(value, 'body');
}

export const renderJson = (output: Output): ServiceResponse => ({
  status: 200,
  headers: { 'content-type': CONTENT_TYPE },
  body: JSON.stringify(output),
});

/** SDKs take a fault's name from `__type`, and its older code, by which programs tell it, from the header. */
export function renderJsonFault(fault: ServiceFault): ServiceResponse {
  const namespace = fault.code.endsWith('Exception') ? 'com.amazon.coral.service' : 'com.amazonaws.sqs';
  return {
    status: fault.status,
    headers: {
      'content-type': CONTENT_TYPE,
      'x-amzn-query-error': `${queryCode(fault)};${fault.status < 500 ? 'Sender' : 'Receiver'}`,
    },
    body: JSON.stringify({ __type: `${namespace}#${fault.code}`, message: fault.message }),
  };
}
