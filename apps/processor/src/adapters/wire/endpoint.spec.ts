import { DynamoDBClient, type DynamoDBClientConfig, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { HttpRequest } from '@smithy/core/protocols';
import { endpointOf } from './endpoint';

const credentials = { accessKeyId: 'AKID', secretAccessKey: 'SECRET' };
const ofAccount = { ...credentials, accountId: '111122223333' };

/** Where the SDK itself sends a request, and for which region it signs it. */
async function sentBySdk(settings: DynamoDBClientConfig) {
  let sent: HttpRequest | undefined;
  const client = new DynamoDBClient({
    ...settings,
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: HttpRequest) => {
        sent = request;
        throw new Error('nothing is sent');
      },
    } as never,
  });
  await client
    .send(new PutItemCommand({ TableName: 't', Item: {} }))
    .catch((error: Error) => expect(error.message).toBe('nothing is sent'));
  const { protocol, hostname, port, path, headers } = sent as HttpRequest;
  const scope = /Credential=\w+\/\d+\/([^/]+)\/([^/]+)\//.exec(headers['authorization'] ?? '');
  return {
    tls: protocol === 'https:',
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port ?? (protocol === 'https:' ? 443 : 80),
    hostHeader: headers['host'],
    path,
    region: scope?.[1],
    service: scope?.[2],
  };
}

const variables = [
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_DYNAMODB',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
];
afterEach(() => variables.forEach((name) => Reflect.deleteProperty(process.env, name)));

it.each<[string, DynamoDBClientConfig, Record<string, string>, string]>([
  ['a region', { region: 'us-west-2', credentials }, {}, 'dynamodb.us-west-2.amazonaws.com'],
  ['China', { region: 'cn-north-1', credentials }, {}, 'dynamodb.cn-north-1.amazonaws.com.cn'],
  [
    'the account of its credentials',
    { region: 'us-east-1', credentials: ofAccount },
    {},
    '111122223333.ddb.us-east-1.amazonaws.com',
  ],
  [
    'no account, as it is set',
    { region: 'us-east-1', credentials: ofAccount, accountIdEndpointMode: 'disabled' },
    {},
    'dynamodb.us-east-1.amazonaws.com',
  ],
  ['FIPS', { region: 'us-east-1', credentials, useFipsEndpoint: true }, {}, 'dynamodb-fips.us-east-1.amazonaws.com'],
  [
    'FIPS, by its variable',
    { region: 'us-east-1', credentials },
    { AWS_USE_FIPS_ENDPOINT: 'true' },
    'dynamodb-fips.us-east-1.amazonaws.com',
  ],
  ['two stacks', { region: 'us-east-1', credentials, useDualstackEndpoint: true }, {}, 'dynamodb.us-east-1.api.aws'],
  [
    'two stacks, by its variable',
    { region: 'us-east-1', credentials },
    { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
    'dynamodb.us-east-1.api.aws',
  ],
  ['the region named local', { region: 'local', credentials }, {}, 'localhost'],
  ['an endpoint in code', { region: 'us-east-1', credentials, endpoint: 'http://127.0.0.1:4600' }, {}, '127.0.0.1'],
  ['IPv6', { region: 'us-east-1', credentials, endpoint: 'http://[::1]:4600' }, {}, '::1'],
  ['a path', { region: 'us-east-1', credentials, endpoint: 'https://proxy.example/tables' }, {}, 'proxy.example'],
  ['AWS_ENDPOINT_URL', { region: 'us-east-1', credentials }, { AWS_ENDPOINT_URL: 'http://all.example' }, 'all.example'],
  [
    'AWS_ENDPOINT_URL_DYNAMODB before AWS_ENDPOINT_URL',
    { region: 'us-east-1', credentials },
    { AWS_ENDPOINT_URL: 'http://all.example', AWS_ENDPOINT_URL_DYNAMODB: 'http://tables.example:8000' },
    'tables.example',
  ],
])('requests go where the SDK sends its own: %s', async (_, settings, environment, host) => {
  Object.assign(process.env, environment);
  const { authority, target, scope } = await endpointOf(new DynamoDBClient(settings).config);
  const sdk = await sentBySdk(settings);
  expect({ ...authority, hostHeader: target.host, path: target.path, ...scope }).toEqual(sdk);
  expect(authority.host).toBe(host);
});
