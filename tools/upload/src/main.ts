import { HELP, parseUploadArguments, UsageError } from './arguments';
import { findGateway } from './find-gateway';
import { GatewayClient, GatewayRefused } from './gateway-client';
import { PutRefused } from './put-bytes';
import { uploadFile } from './upload-file';
import { verdictOf } from './verdict';
import { waitForFile } from './wait-for-file';

/** @returns the exit code: 0 holds, 2 the file failed, has rejected rows or is not accounted for, 1 it could not be sent */
async function upload(argv: readonly string[]): Promise<number> {
  const asked = parseUploadArguments(argv, process.env);
  if (asked === undefined) {
    process.stdout.write(HELP);
    return 0;
  }
  const client = new GatewayClient(await findGateway(asked));
  const progress = {
    sent: (bytes: number, of: number) =>
      void process.stderr.write(`${Math.floor((100 * bytes) / of)} % of ${of} bytes\n`),
  };
  const { fileId, key } = await uploadFile(client, asked, progress);
  const waits = fileId !== undefined && asked.waitSeconds > 0;
  const account = waits ? await waitForFile(client, fileId, asked.waitSeconds * 1_000) : undefined;
  const sent = { key, waitSeconds: asked.waitSeconds, ...(fileId === undefined ? {} : { fileId }) };
  const { line, code } = verdictOf(sent, account);
  console.log(line);
  return code;
}

upload(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const meant = error instanceof UsageError || error instanceof GatewayRefused || error instanceof PutRefused;
    console.error(meant ? error.message : error);
    process.exitCode = 1;
  },
);
