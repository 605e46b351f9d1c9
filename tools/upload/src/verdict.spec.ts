import { type Sent, verdictOf } from './verdict';
import type { FileAccount } from './wait-for-file';

const sent: Sent = { key: 'incoming/weather/01/a.csv', fileId: 'file-1', waitSeconds: 60 };
const counts = { rows: 3, stored: 2, duplicate: 0, superseded: 0, rejected: 1 };
const account = (status: string, fault?: { code: string; message: string }): FileAccount => ({
  id: 'file-1',
  status,
  receipts: [{ status, counts, ...(fault ? { fault } : {}) }],
});
const FILE = 'incoming/weather/01/a.csv as the file file-1';
const COUNTS = '3 rows = 2 stored + 0 duplicate + 0 superseded + 1 rejected';

it.each([
  [sent, account('COMPLETED'), `holds: COMPLETED ${FILE}: ${COUNTS}`, 0],
  [sent, account('COMPLETED_WITH_REJECTS'), `does not hold: COMPLETED_WITH_REJECTS ${FILE}: ${COUNTS}`, 2],
  [
    sent,
    account('FAILED', { code: 'UNREADABLE', message: 'Compress it again.' }),
    `does not hold: FAILED ${FILE}: ${COUNTS} (UNREADABLE: Compress it again.)`,
    2,
  ],
  [sent, undefined, `does not hold: ${FILE} is not accounted for after 60 s: ask GET /files/file-1`, 2],
  [{ ...sent, waitSeconds: 0 }, undefined, `holds: ${FILE} is sent; nobody waited for its rows`, 0],
  [
    { key: sent.key, waitSeconds: 60 },
    undefined,
    `does not hold: ${sent.key} is sent, and S3 told no version of it: ask GET /files for it`,
    2,
  ],
] as const)('of %j with %j is %s', (of, found, line, code) => {
  expect(verdictOf(of, found)).toEqual({ line, code });
});
