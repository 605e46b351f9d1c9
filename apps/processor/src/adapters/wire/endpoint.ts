import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';
import type { Authority } from './connection';
import type { RequestTarget, SigningScope } from './sign-request';

export interface Endpoint {
  readonly authority: Authority;
  readonly target: RequestTarget;
  readonly scope: SigningScope;
}

/**
 * Where the client would send a request now: its region, FIPS, dual stack, the account of its credentials, or the
 * endpoint that code, `AWS_ENDPOINT_URL_DYNAMODB`, `AWS_ENDPOINT_URL` or a profile names. The rules are the SDK's own.
 */
export async function endpointOf(config: DynamoDBClient['config']): Promise<Endpoint> {
  // A client's resolved configuration is what it takes, though the type of the function asks for a service's own.
  const endpoint = await getEndpointFromInstructions({}, PutItemCommand, config as never);
  const { protocol, hostname, port, pathname } = new URL(String(endpoint.url));
  const schemes = endpoint.properties?.['authSchemes'] as readonly Partial<SigningScheme>[] | undefined;
  const tls = protocol === 'https:';
  return {
    authority: {
      tls,
      host: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
      port: port === '' ? (tls ? 443 : 80) : Number(port),
    },
    target: {
      host: port === '' ? hostname : `${hostname}:${port}`,
      path: pathname.endsWith('/') ? pathname : `${pathname}/`,
      contentType: 'application/x-amz-json-1.0',
      service: 'DynamoDB_20120810',
    },
    scope: {
      region: schemes?.[0]?.signingRegion ?? (await config.region()),
      service: schemes?.[0]?.signingName ?? 'dynamodb',
    },
  };
}

interface SigningScheme {
  readonly signingRegion: string;
  readonly signingName: string;
}
