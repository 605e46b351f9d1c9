import { HELP, parseUploadArguments, UsageError } from './arguments';
import { findGateway } from './find-gateway';
import { GatewayClient, GatewayRefused } from './gateway-client';
import { PutRefused } from './put-bytes';
import { uploadFile } from './upload-file';
import { waitForFile } from './wait-for-file';

/** @returns the exit code: 0 every row is accounted for, 2 the file failed or rows were rejected, 1 it could not be sent */
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
  if (fileId === undefined || asked.waitSeconds === 0) {
    console.log(`SENT ${key}${fileId === undefined ? '' : ` as the file ${fileId}`}`);
    return 0;
  }
  const account = await waitForFile(client, fileId, asked.waitSeconds * 1_000);
  if (account === undefined) {
    console.log(
      `SENT ${key} as the file ${fileId}; not accounted for after ${asked.waitSeconds} s: ask GET /files/${fileId}`,
    );
    return 2;
  }
  const judged = account.receipts.find(({ status }) => status === account.status);
  const { rows = 0, stored = 0, duplicate = 0, superseded = 0, rejected = 0 } = judged?.counts ?? {};
  const counts = `${rows} rows = ${stored} stored + ${duplicate} duplicate + ${superseded} superseded + ${rejected} rejected`;
  const why = judged?.fault ? ` (${judged.fault.code}: ${judged.fault.message})` : '';
  console.log(`${account.status} ${key} as the file ${fileId}: ${counts}${why}`);
  return account.status === 'COMPLETED' ? 0 : 2;
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
