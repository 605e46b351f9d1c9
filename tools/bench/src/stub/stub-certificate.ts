import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/**
 * A certificate for a stub on this machine, which every process that is begun from now on trusts: Node.js reads
 * `NODE_EXTRA_CA_CERTS` when it starts.
 */
export async function stubCertificate(folder: string): Promise<{ readonly key: string; readonly cert: string }> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const path = join(folder, 'stub.pem');
  await writeFile(path, made.cert);
  process.env['NODE_EXTRA_CA_CERTS'] = path;
  return { key: made.private, cert: made.cert };
}
