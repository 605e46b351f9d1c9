import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ConnectionOptions } from 'node:tls';
import type { Authority } from './connection';
import { ConnectionPool } from './connection-pool';
import { crc32 } from './crc32';
import { endpointOf } from './endpoint';
import type { WireResponse } from './read-response';
import { type RequestSigner, requestSigner } from './sign-request';

export type WireOperation = 'PutItem' | 'UpdateItem';

/** What the service answered, be it an error. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
  readonly requestId?: string | undefined;
  /** The `x-amzn-errortype` header. */
  readonly errorType?: string | undefined;
  /** The request was signed with a wrong time; the next one will be signed with the service's. */
  readonly clockSkewCorrected?: boolean;
}

/**
 * DynamoDB's requests as text: the seam below the lean adapter. A simulator answers here; the real one signs, sends once
 * and checks what comes back.
 */
export interface TableWire {
  /** @throws what broke on the way: the errors of Node.js' sockets, `TimeoutError`, `ChecksumMismatch` */
  send(operation: WireOperation, body: string, options: { readonly requestTimeout: number }): Promise<WireAnswer>;
}

export interface TableWireSettings {
  readonly maxConnections: number;
  readonly connectTimeoutMs: number;
  readonly tls?: ConnectionOptions;
}

/** The response is not what the service sent. */
class ChecksumMismatch extends Error {
  override readonly name = 'ChecksumMismatch';
  /** As of any answer that got lost: the write may have been done, and is safe to be tried again. */
  readonly $retryable = {};
}

interface Route {
  readonly credentials: object;
  readonly sign: RequestSigner;
  readonly pool: ConnectionPool;
}

/** Credentials are asked for so often, in milliseconds: their provider renews them minutes before they end. */
const ASK_AGAIN_MS = 1_000;

/** The SDK calls a clock wrong that is off by so much, in milliseconds. */
const SKEW_MS = 240_000;

/**
 * Sends requests where the SDK's client would, and signed as it would: credentials (and their renewal), region, endpoint
 * and all its settings are the client's own, so is the correction of the clock. Only the way between is another.
 */
export function tableWire({ config }: DynamoDBClient, settings: TableWireSettings): TableWire {
  let route: Promise<Route> | undefined;
  let current: Route | undefined;
  let askedAt = NaN;
  const pools = new Map<string, ConnectionPool>();

  const poolOf = (authority: Authority): ConnectionPool => {
    const name = `${authority.tls}/${authority.host}/${authority.port}`;
    for (const [other, pool] of pools) {
      if (other === name) return pool;
      pool.close();
      pools.delete(other);
    }
    const pool = new ConnectionPool(authority, settings);
    pools.set(name, pool);
    return pool;
  };

  /** Of new credentials: the endpoint may be that of their account. */
  const routeOf = async (credentials: Awaited<ReturnType<typeof config.credentials>>): Promise<Route> => {
    const { authority, scope, target } = await endpointOf(config);
    return { credentials, sign: requestSigner(credentials, scope, target), pool: poolOf(authority) };
  };

  const routed = async (now: number): Promise<Route> => {
    // Kept and renewed by the client's own provider: the same object until there are new ones.
    const credentials = await config.credentials();
    if (current?.credentials !== credentials) {
      route ??= routeOf(credentials).finally(() => {
        route = undefined;
      });
      current = await route;
    }
    askedAt = now;
    return current;
  };

  /** Takes the service's time over, as the SDK does; whether the request failed by ours. */
  function corrected({ headers }: WireResponse, offset: number): boolean {
    const serverTime = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(serverTime) || headers.has('age')) return false;
    config.systemClockOffset = serverTime - Date.now();
    return Math.abs(config.systemClockOffset) >= SKEW_MS && config.systemClockOffset !== offset;
  }

  return {
    async send(operation, body, { requestTimeout }) {
      const now = Date.now();
      const { sign, pool } = current && Math.abs(now - askedAt) < ASK_AGAIN_MS ? current : await routed(now);
      const offset = config.systemClockOffset;
      const response = await pool.exchange(sign(operation, body, Date.now() + offset), requestTimeout);
      checkSum(response);
      const answer = answerOf(response);
      if (response.status < 300) return answer;
      return corrected(response, offset) ? { ...answer, clockSkewCorrected: true } : answer;
    },
  };
}

function checkSum({ headers, body, status }: WireResponse): void {
  const sum = headers.get('x-amz-crc32');
  if (sum !== undefined && Number(sum) !== crc32(body)) {
    throw new ChecksumMismatch(`The body of an answer with status ${status} is not what DynamoDB sent.`);
  }
}

const answerOf = ({ status, headers, body }: WireResponse): WireAnswer => ({
  status,
  body: body.toString('utf8'),
  requestId: headers.get('x-amzn-requestid'),
  errorType: headers.get('x-amzn-errortype'),
});
