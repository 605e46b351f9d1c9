import { sdkItem } from './dynamodb-repair';

it('an item is the same for the client, but that binary is bytes', () => {
  const image = {
    text: { S: 'x' },
    exact: { N: '12345678901234567890.1' },
    raw: { B: '/w==' },
    inside: { M: { list: { L: [{ B: 'AA==' }, { NULL: true }] }, set: { BS: ['AQ=='] } } },
  } as const;
  expect(sdkItem(image)).toEqual({
    text: { S: 'x' },
    exact: { N: '12345678901234567890.1' },
    raw: { B: Uint8Array.of(255) },
    inside: { M: { list: { L: [{ B: Uint8Array.of(0) }, { NULL: true }] }, set: { BS: [Uint8Array.of(1)] } } },
  });
});
