import { ServiceFault, type ServiceRequest, type ServiceResponse } from '../http/service';
import { element, errorDocument } from '../http/xml';

/** A fault of S3; some carry headers beside their document. */
export class S3Fault extends ServiceFault {
  constructor(
    code: string,
    status: number,
    message: string,
    members: Readonly<Record<string, string | number>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code, status, message, members);
  }
}

export const noSuchBucket = (bucket: string) =>
  new S3Fault('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName: bucket });

export const noSuchKey = (key: string, headers: Readonly<Record<string, string>> = {}) =>
  new S3Fault('NoSuchKey', 404, 'The specified key does not exist.', { Key: key }, headers);

export const noSuchVersion = (key: string, versionId: string) =>
  new S3Fault('NoSuchVersion', 404, 'The specified version does not exist.', { Key: key, VersionId: versionId });

export const noSuchUpload = (uploadId: string) =>
  new S3Fault(
    'NoSuchUpload',
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId: uploadId },
  );

export const preconditionFailed = (condition: string) =>
  new S3Fault('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });

export const invalidArgument = (message: string, name: string, value: string) =>
  new S3Fault('InvalidArgument', 400, message, { ArgumentName: name, ArgumentValue: value });

export const invalidRequest = (message: string) => new S3Fault('InvalidRequest', 400, message);

export const malformedXml = () =>
  new S3Fault(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

/** A fault as S3 words it; the answer to a HEAD has no body, its status is all. */
export function renderFault(fault: ServiceFault, { method, requestId }: ServiceRequest): ServiceResponse {
  const headers = { 'content-type': 'application/xml', ...(fault instanceof S3Fault ? fault.headers : {}) };
  if (method === 'HEAD' || fault.status === 304) return { status: fault.status, headers };
  const members = Object.entries(fault.members).map(([name, value]) => element(name, String(value)));
  const body = errorDocument([
    element('Code', fault.code),
    element('Message', fault.message),
    ...members,
    element('RequestId', requestIdOf(requestId)),
    element('HostId', hostIdOf(requestId)),
  ]);
  return { status: fault.status, headers, body };
}

/** S3's ids are 16 upper-case letters and digits, and a longer one of the host. */
export const requestIdOf = (id: string): string => id.replaceAll('-', '').slice(0, 16).toUpperCase();
export const hostIdOf = (id: string): string => Buffer.from(id).toString('base64');
