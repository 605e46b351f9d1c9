import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import * as fc from 'fast-check';
import { requestSigner, type SigningIdentity } from './sign-request';

const target = {
  host: 'dynamodb.us-east-1.amazonaws.com',
  path: '/',
  contentType: 'application/x-amz-json-1.0',
  service: 'DynamoDB_20120810',
};
const scope = { region: 'us-east-1', service: 'dynamodb' };
const identity = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

/** The headers of a request as it goes over the wire. */
function headersOf(request: string): Record<string, string> {
  const [, ...lines] = request.slice(0, request.indexOf('\r\n\r\n')).split('\r\n');
  return Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]));
}

/** What the SDK's own signer says of the same request. */
async function signedBySdk({ sessionToken, ...keys }: SigningIdentity, at: number, body: string, path: string) {
  const client = new DynamoDBClient({
    region: scope.region,
    credentials: { ...keys, ...(sessionToken === undefined ? {} : { sessionToken }) },
  });
  const signer = new SignatureV4({
    credentials: client.config.credentials,
    region: scope.region,
    service: scope.service,
    sha256: client.config.sha256,
    // Only S3 asks for the body's hash among the headers.
    applyChecksum: false,
  });
  const { headers } = (await signer.sign(
    new HttpRequest({
      method: 'POST',
      protocol: 'https:',
      hostname: target.host,
      path,
      headers: {
        host: target.host,
        'content-type': target.contentType,
        'x-amz-target': 'DynamoDB_20120810.PutItem',
      },
      body,
    }),
    { signingDate: new Date(at) },
  )) as HttpRequest;
  return headers;
}

const text = fc.string({ unit: 'grapheme', maxLength: 60 });
const token = fc.stringMatching(/^[A-Za-z0-9+/=]{1,40}$/);

describe('a signature', () => {
  it("is the one of the SDK's signer, whatever the keys, the time, the path and the body are", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ accessKeyId: token, secretAccessKey: token, sessionToken: fc.option(token, { nil: undefined }) }),
        fc.integer({ min: 0, max: 4e12 }),
        text,
        fc.constantFrom('/', '/a b/', '/tables/ä/'),
        async (credentials, at, body, path) => {
          const sign = requestSigner(credentials, scope, { ...target, path });
          const headers = headersOf(sign('PutItem', body, at));
          const expected = await signedBySdk(credentials, at, body, path);
          expect(headers).toMatchObject(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is of the second in which it is made, on whatever day that is', () => {
    const sign = requestSigner(identity, scope, target);
    const midnight = Date.UTC(2026, 11, 31);
    const dates = [-1, 0, 999, 1_000, -86_400_000].map((later) => {
      const { authorization = '', 'x-amz-date': date } = headersOf(sign('PutItem', '{}', midnight + later));
      const alone = headersOf(requestSigner(identity, scope, target)('PutItem', '{}', midnight + later));
      expect(authorization).toBe(alone['authorization']);
      return date;
    });
    expect(dates).toEqual([
      '20261230T235959Z',
      '20261231T000000Z',
      '20261231T000000Z',
      '20261231T000001Z',
      '20261230T000000Z',
    ]);
  });

  it('goes with the length of the body in bytes', () => {
    const request = requestSigner(identity, scope, target)('PutItem', '"ä€😀"', 0);
    expect(headersOf(request)['content-length']).toBe('11');
    expect(request.endsWith('\r\n\r\n"ä€😀"')).toBe(true);
  });
});
