import { signatureFaults } from './signature-fault';

const NOW = Date.UTC(2026, 2, 1, 12);

it.each([
  ['s3', false, 403, ['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'RequestTimeTooSkewed']],
  ['sts', false, 403, ['InvalidClientTokenId', 'SignatureDoesNotMatch', 'SignatureDoesNotMatch']],
  ['sqs', false, 403, ['InvalidClientTokenId', 'SignatureDoesNotMatch', 'SignatureDoesNotMatch']],
  ['sqs', true, 403, ['UnrecognizedClientException', 'InvalidSignatureException', 'InvalidSignatureException']],
  ['lambda', false, 403, ['UnrecognizedClientException', 'InvalidSignatureException', 'InvalidSignatureException']],
  ['dynamodb', true, 400, ['UnrecognizedClientException', 'InvalidSignatureException', 'InvalidSignatureException']],
])('%s (JSON: %s) answers %i, in its own codes', (service, json, status, codes) => {
  const faults = signatureFaults(service, json);
  const told = [faults.unknownKey(), faults.mismatch(), faults.skewed(NOW - 1_000_000, NOW)];
  expect(told.map(({ code }) => code)).toEqual(codes);
  expect(told.map((fault) => fault.status)).toEqual([status, status, status]);
});

it('tells a clock that is late from one that is early, and both times', () => {
  const { skewed } = signatureFaults('dynamodb', true);
  expect(skewed(NOW - 16 * 60_000, NOW).message).toBe(
    'Signature expired: 20260301T114400Z is now earlier than 20260301T114500Z (20260301T120000Z - 15 min.)',
  );
  expect(skewed(NOW + 16 * 60_000, NOW).message).toBe(
    'Signature not yet current: 20260301T121600Z is still later than 20260301T121500Z (20260301T120000Z + 15 min.)',
  );
});

it('names the header that S3 wants to be signed', () => {
  expect(signatureFaults('s3', false).unsigned('x-amz-date')).toMatchObject({
    code: 'AccessDenied',
    members: { HeadersNotSigned: 'x-amz-date' },
  });
});
