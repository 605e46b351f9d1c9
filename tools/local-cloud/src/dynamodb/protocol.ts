import { crc32 } from 'node:zlib';
import type { ServiceFault, ServiceResponse } from '../http/service';

/** The JSON 1.0 protocol: every answer says what it is and carries the CRC-32 of its body, which boto3 checks. */
const CONTENT_TYPE = 'application/x-amz-json-1.0';

/** Where a fault's `__type` is not DynamoDB's own namespace. */
const namespaces: Readonly<Record<string, string>> = {
  ValidationException: 'com.amazon.coral.validate',
  SerializationException: 'com.amazon.coral.service',
  UnknownOperationException: 'com.amazon.coral.service',
  AccessDeniedException: 'com.amazon.coral.service',
  InvalidSignatureException: 'com.amazon.coral.service',
  UnrecognizedClientException: 'com.amazon.coral.service',
  ThrottlingException: 'com.amazon.coral.availability',
};

const DYNAMODB = 'com.amazonaws.dynamodb.v20120810';

export function jsonResponse(status: number, body: object): ServiceResponse {
  const bytes = Buffer.from(JSON.stringify(body));
  return {
    status,
    headers: { 'content-type': CONTENT_TYPE, 'content-length': bytes.length, 'x-amz-crc32': crc32(bytes) },
    body: bytes,
  };
}

/** A fault as DynamoDB renders it. Access denied has another code and status here than at S3. */
export function faultResponse(fault: ServiceFault): ServiceResponse {
  const denied = fault.code === 'AccessDenied';
  const code = denied ? 'AccessDeniedException' : fault.code;
  const message = code === 'SerializationException' || denied ? { Message: fault.message } : { message: fault.message };
  return jsonResponse(denied ? 400 : fault.status, {
    __type: `${namespaces[code] ?? DYNAMODB}#${code}`,
    ...message,
    ...fault.members,
  });
}
