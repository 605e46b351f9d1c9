import type { WireAnswer } from './table-wire';

/** Two regions of a strongly consistent global table wrote one item at once: the only such error of the model. */
const RETRYABLE: ReadonlySet<string> = new Set(['ReplicatedWriteConflictException']);

/** What DynamoDB says of a request that it did not do; its members are those of the SDK's errors, by which calls are judged. */
export class ServiceError extends Error {
  override readonly name: string;
  readonly $fault: 'client' | 'server';
  /** As the SDK's model has it: a call of such an error may be tried again. */
  readonly $retryable?: { readonly throttling?: boolean };
  readonly $metadata: {
    readonly httpStatusCode: number;
    readonly requestId?: string;
    readonly clockSkewCorrected?: boolean;
  };

  constructor(name: string, message: string, { status, requestId, clockSkewCorrected }: WireAnswer) {
    super(message);
    this.name = name;
    if (RETRYABLE.has(name)) this.$retryable = {};
    this.$fault = status >= 500 ? 'server' : 'client';
    this.$metadata = {
      httpStatusCode: status,
      ...(requestId === undefined ? {} : { requestId }),
      ...(clockSkewCorrected ? { clockSkewCorrected } : {}),
    };
  }
}

/** The members of a failed condition's answer that the write rule needs; also of any other error. */
export interface ErrorBody {
  readonly __type?: string;
  readonly code?: string;
  readonly message?: string;
  readonly Message?: string;
  readonly Item?: Readonly<Record<string, { readonly S?: string; readonly BOOL?: boolean }>>;
}

/** The body of an error as JSON; undefined where it is none: a proxy's or a load balancer's page. */
export function errorBody(body: string): ErrorBody | undefined {
  try {
    const parsed: unknown = body === '' ? {} : JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    // Whoever calls says so, with the status.
    return undefined;
  }
}

/** `com.amazonaws.dynamodb.v20120810#Name:uri,…` → `Name` */
export function errorCode(answer: WireAnswer, body: ErrorBody): string {
  const code = answer.errorType ?? body.code ?? body.__type ?? 'Unknown';
  return code.split(',')[0]?.split(':')[0]?.split('#').at(-1) ?? 'Unknown';
}

/** The error of an answer whose body is not what DynamoDB sends, or is. */
export function serviceError(answer: WireAnswer, body: ErrorBody | undefined): ServiceError {
  if (!body) {
    const begins = answer.body.slice(0, 80);
    return new ServiceError('SyntaxError', `DynamoDB answered ${answer.status} with no JSON: "${begins}"`, answer);
  }
  return new ServiceError(errorCode(answer, body), body.message ?? body.Message ?? 'UnknownError', answer);
}
