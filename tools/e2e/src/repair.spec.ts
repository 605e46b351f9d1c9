import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GatewayClient, uploadFile, waitForFile } from '@pipeline/upload';
import { gatewayOf } from './gateway-of';
import { type CloudUnderTest, startCloudUnderTest } from './run-cloud';

jest.setTimeout(180_000);

const WEATHER = join(__dirname, '../../../node_modules/vega-datasets/data/seattle-weather.csv');
const ROWS = 1_461;

let cloud: CloudUnderTest;
let gateway: GatewayClient;
beforeAll(async () => {
  cloud = await startCloudUnderTest();
  gateway = gatewayOf(cloud);
});
afterAll(() => cloud.stop());

/** Sends a CSV of weather, and waits for its account. */
async function send(name: string, text: string) {
  const path = join(cloud.folder, name);
  await writeFile(path, text);
  const quiet = { sent: () => undefined };
  const { fileId = '' } = await uploadFile(gateway, { dataset: 'weather', path, accelerated: false }, quiet);
  const account = await waitForFile(gateway, fileId, 120_000, 100);
  return { fileId, status: account?.status, counts: account?.receipts[0]?.counts };
}

it('rows of a CSV that were rejected are fetched as a file, corrected, sent again, and stored', async () => {
  const original = await readFile(WEATHER, 'utf8');
  const spoilt = original
    .replace('2012-01-03,0.8,11.7,7.2,2.3,rain', '2012-01-03,0.8,11.7,7.2,calm,rain')
    .replace('2013-05-06,0.0,30.6,12.2,2.0,sun', '2013-05-06,0.0,hot,12.2,calm,"sun, no cloud"')
    .replace('2015-12-31,0.0,5.6,-2.1,3.5,sun', '2015-12-31,0.0,5.6,-2.1,3.5');
  const first = await send('spoilt.csv', spoilt);
  expect(first).toMatchObject({ status: 'COMPLETED_WITH_REJECTS', counts: { stored: ROWS - 3, rejected: 3 } });

  const answer = await gateway.send('GET', `/files/${first.fileId}/rejects?format=file`);
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const rejects = await answer.text();
  const [header, ...rows] = rejects.trimEnd().split('\n');
  expect(header).toBe(`${original.split(/\r?\n/)[0]},pipeline_fault`);
  expect(rows.map((row) => row.slice(0, 10))).toEqual(['2012-01-03', '2013-05-06', '2015-12-31']);
  // As a spreadsheet would, corrected in its columns: what was wrong stays where it is, and is in nobody's way.
  const corrected = rejects
    .replace('7.2,calm,rain', '7.2,2.3,rain')
    .replace('hot,12.2,calm,"sun, no cloud"', '30.6,12.2,2.0,sun')
    .replace('-2.1,3.5,,', '-2.1,3.5,sun,');
  expect(await send('corrected.csv', corrected)).toMatchObject({
    status: 'COMPLETED',
    counts: { rows: 3, stored: 3, rejected: 0 },
  });

  // The table is that of the file that nobody spoilt: each of its rows is there already.
  expect(await send('original.csv', original)).toMatchObject({
    status: 'COMPLETED',
    counts: { rows: ROWS, stored: 0, duplicate: ROWS, rejected: 0 },
  });
});
