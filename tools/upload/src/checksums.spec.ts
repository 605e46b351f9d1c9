import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checksumsOf, sha256Of } from './checksums';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'upload-spec-'))));
afterAll(() => rmSync(folder, { recursive: true }));

it('are of the whole file and of each part, the last one shorter', async () => {
  const path = join(folder, 'file');
  // The check value of CRC-64/NVME is that of these nine digits (catalogue of parametrised CRC algorithms).
  const digits = '123456789';
  writeFileSync(path, digits.repeat(2) + 'x');
  const check = Buffer.from('ae8b14860a799888', 'hex').toString('base64');
  const { whole, parts } = await checksumsOf(path, 19, 9);
  expect(parts.map(({ number, start, end }) => [number, start, end])).toEqual([
    [1, 0, 8],
    [2, 9, 17],
    [3, 18, 18],
  ]);
  expect(parts.slice(0, 2).map(({ crc64nvme }) => crc64nvme)).toEqual([check, check]);
  expect(whole).not.toBe(check);
  expect((await checksumsOf(path, 9, 9)).whole).toBe(check);
  expect(await sha256Of(path)).toBe(createHash('sha256').update(`${digits}${digits}x`).digest('hex'));
});
