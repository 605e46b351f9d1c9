import { runCommand } from '@pipeline/command-line';
import { HELP, parseUploadArguments } from './arguments';
import { findGateway } from './find-gateway';
import { GatewayClient } from './gateway-client';
import { uploadFile } from './upload-file';
import { verdictOf } from './verdict';
import { waitForFile } from './wait-for-file';

/** @returns the exit code: 0 holds, 2 the file failed, has rejected rows or is not accounted for, 1 it could not be sent */
async function upload(argv: readonly string[]): Promise<number> {
  const asked = parseUploadArguments(argv, process.env);
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

void runCommand(HELP, upload);
