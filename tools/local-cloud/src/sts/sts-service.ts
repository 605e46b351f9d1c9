import { queryFault } from '../http/query-fault';
import { readBody } from '../http/read-body';
import {
  NotEmulated,
  type Principal,
  type Service,
  ServiceFault,
  type ServiceRequest,
  type ServiceResponse,
} from '../http/service';
import { document, element } from '../http/xml';
import { accessKeyOf, SECRET_ACCESS_KEY } from '../lambda/function-variables';
import { sessionToken } from './session-token';

export interface StsOptions {
  readonly account: string;
  readonly clock: { now(): number };
  /** @throws AccessDenied when the caller's policies or the role's trust don't let it take the role */
  mayAssume(principal: Principal, roleArn: string): void;
  arnOf(principal: Principal): string;
}

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const LARGEST_REQUEST = 1 << 16;
const DEFAULT_SECONDS = 3_600;

/** AWS STS: the role of another region is taken by who may, for as long as it asks; the credentials hold in every region. */
export function createStsService({ account, clock, mayAssume, arnOf }: StsOptions): Service {
  return {
    scope: 'sts',
    async handle(request) {
      const form = new URLSearchParams((await readBody(request.body, LARGEST_REQUEST)).toString());
      const action = form.get('Action') ?? 'a request without Action';
      if (action === 'GetCallerIdentity') return identity(account, arnOf(request.principal), request);
      if (action !== 'AssumeRole') throw new NotEmulated('STS', action);
      const roleArn = form.get('RoleArn') ?? '';
      const session = form.get('RoleSessionName') ?? '';
      if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
        const message = `1 validation error detected: Value '${session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`;
        throw new ServiceFault('ValidationError', 400, message);
      }
      const seconds = Number(form.get('DurationSeconds') ?? DEFAULT_SECONDS);
      if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200) {
        const message = `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900`;
        throw new ServiceFault('ValidationError', 400, message);
      }
      mayAssume(request.principal, roleArn);
      const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
      const accessKey = accessKeyOf({ arn: roleArn });
      const expires = clock.now() + seconds * 1_000;
      return {
        status: 200,
        headers: { 'content-type': 'text/xml' },
        body: document(
          'AssumeRoleResponse',
          [
            element('AssumeRoleResult', [
              element('AssumedRoleUser', [
                element('AssumedRoleId', `AROA${accessKey.slice(4)}:${session}`),
                element('Arn', `arn:aws:sts::${account}:assumed-role/${roleName}/${session}`),
              ]),
              element('Credentials', [
                element('AccessKeyId', accessKey),
                element('SecretAccessKey', SECRET_ACCESS_KEY),
                element('SessionToken', sessionToken(expires)),
                element('Expiration', new Date(expires).toISOString()),
              ]),
            ]),
            element('ResponseMetadata', [element('RequestId', request.requestId)]),
          ],
          NAMESPACE,
        ),
      };
    },
    fault: (fault, { requestId }) => queryFault(fault, fault.code, requestId, NAMESPACE),
  };
}

/** Who calls, which everybody may ask. */
const identity = (account: string, arn: string, { requestId }: ServiceRequest): ServiceResponse => ({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: document(
    'GetCallerIdentityResponse',
    [
      element('GetCallerIdentityResult', [
        element('Arn', arn),
        element('UserId', arn.slice(arn.indexOf('/') + 1)),
        element('Account', account),
      ]),
      element('ResponseMetadata', [element('RequestId', requestId)]),
    ],
    NAMESPACE,
  ),
});
