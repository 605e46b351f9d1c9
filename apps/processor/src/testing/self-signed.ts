import { generate } from 'selfsigned';

/** A key and a certificate of `localhost` and 127.0.0.1 that only who made them trusts. */
export async function selfSigned(): Promise<{ readonly key: string; readonly cert: string }> {
  const altNames = [
    { type: 2 as const, value: 'localhost' },
    { type: 7 as const, ip: '127.0.0.1' },
  ];
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  return { key: made.private, cert: made.cert };
}
