import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

/** Who calls: a function with its role's name, or anybody else (an operator, whom nothing is refused). */
export type Principal =
  | { readonly kind: 'operator' }
  /** Without a function: somebody has taken the role. */
  | { readonly kind: 'role'; readonly roleName: string; readonly functionArn?: string };

/** The values of IAM condition keys that a call carries, by lower-case key (`s3:prefix`, `dynamodb:leadingkeys`). */
export type ConditionValues = Readonly<Record<string, string | readonly string[]>>;

/** One request as a service sees it: the endpoint has read the signature's scope and found the caller. */
export interface ServiceRequest {
  readonly method: string;
  /** Path as sent, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: IncomingMessage['headers'];
  /** The body, unread. */
  readonly body: Readable;
  readonly requestId: string;
  readonly principal: Principal;
  /** Of who signed it, if anybody did. */
  readonly accessKeyId?: string;
  /** Aborts when the client hangs up before it has its answer: a long poll then takes no message. */
  readonly signal?: AbortSignal;
  /**
   * Evaluates the caller's role policies (and the resource's, where it has one).
   * @throws AccessDenied with the action and the resource in its message, when they do not allow the call.
   */
  authorize(action: string, resourceArn: string, conditions?: ConditionValues): void;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: string | Uint8Array | Readable;
}

export interface Service {
  /** The service's name in a signature's scope: `s3`, `sqs`, `dynamodb`. */
  readonly scope: string;
  handle(request: ServiceRequest): Promise<ServiceResponse>;
  /** Renders a fault in the service's own protocol (XML of S3, JSON of the others). */
  fault(error: ServiceFault, request: ServiceRequest): ServiceResponse;
}

/** A fault that a client of AWS would see: its code, its status and a message. */
export class ServiceFault extends Error {
  override readonly name = 'ServiceFault';
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    /** Members that the protocol carries beside code and message (`Item` of a failed condition). */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** What a client asked for exists at AWS and not here: answered 501, by name, never ignored. */
export class NotEmulated extends ServiceFault {
  constructor(service: string, what: string) {
    super('NotImplemented', 501, `The local cloud does not emulate ${what} of ${service}.`);
  }
}

export class AccessDenied extends ServiceFault {
  constructor(message: string) {
    super('AccessDenied', 403, message);
  }
}
