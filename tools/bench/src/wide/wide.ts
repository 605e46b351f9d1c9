import type { Receipt } from '@pipeline/record-schema';
import type { Part } from '../part';
import type { Figure, Section } from '../section';
import { readings } from './readings';
import { VirtualCloud, type World } from './virtual-cloud';

/** Rows that a row of the model stands for: its costs are so many times a row's. */
const SCALE = 1_000;

/**
 * Processor time of a row from bytes to the sent write, in milliseconds: above what the benchmark of the writer measures,
 * as a vCPU of Lambda is slower.
 */
const ROW_MS = 0.1;

/** One GET from S3 within the region brings about 90 MB a second. */
const BYTES_PER_MS = 90_000;

/** What N workers do at least of N times what one does. */
const SHARE = 0.9;

const GIGABYTE = 1e9;
const SLICE_BYTES = 33_554_432;

const world = (workers: number, scale: number): World => ({
  workers,
  costs: { rowMs: ROW_MS * scale, bytesPerMs: BYTES_PER_MS / scale, answerMs: 5, pollMs: 60 },
  sliceBytes: Math.round(SLICE_BYTES / scale),
  writesInFlight: 32,
  chunkBytes: Math.max(512, Math.round(65_536 / Math.sqrt(scale))),
});

/** A large object over more and more workers, and very many small files, in virtual time. */
export const wide: Part = {
  name: 'wide',
  about: 'a 10 GB object over 1 to 32 workers, and 100,000 small files: the real function in virtual time',
  async *measure({ check }) {
    yield await largeObject(check ? GIGABYTE : 10 * GIGABYTE, check ? [1, 2] : [1, 2, 4, 8, 16, 32]);
    yield await smallFiles(check ? 200 : 100_000, 8);
  },
};

const NOTE =
  'Virtual time: the function is the real one, over a model of bucket, queue and table. ' +
  `A row costs ${1_000 * ROW_MS} µs of its worker's processor, an answer takes 5 ms, a transfer brings 90 MB a second, ` +
  'an invocation begins 60 ms after its message. The table is not the limit.';

async function largeObject(bytes: number, workers: readonly number[]): Promise<Section> {
  const row = readings(1).length;
  const rows = Math.round(bytes / SCALE / row);
  const body = readings(rows);
  const figures: Figure[] = [];
  const most = Math.max(...workers);
  const lines = ['| workers | slices | seconds | rows/s | of N times one |', '| ---: | ---: | ---: | ---: | ---: |'];
  let alone = 0;
  for (const count of workers) {
    const cloud = new VirtualCloud(world(count, SCALE));
    cloud.put('incoming/sensor-readings/large.ndjson', body);
    const seconds = (await cloud.run()) / 1_000;
    const receipt = ended(cloud, rows);
    alone ||= seconds;
    figures.push({ name: `${count} worker${count === 1 ? '' : 's'}`, rows: rows * SCALE, seconds: [seconds] });
    const share = alone / seconds / count;
    const perSecond = Math.round((rows * SCALE) / seconds).toLocaleString('en');
    lines.push(
      `| ${count} | ${Object.keys(receipt.slices).length} | ${Math.round(seconds)} | ${perSecond} | ${share.toFixed(2)} |`,
    );
  }
  return {
    title: `An object of ${bytes / GIGABYTE} GB`,
    figures,
    ours: `${most} workers`,
    basis: 'wall',
    goals: [{ against: '1 worker', times: SHARE * most }],
    lines,
    notes: [`${NOTE} A row of the model stands for ${SCALE.toLocaleString('en')}, with so many times its costs.`],
  };
}

async function smallFiles(files: number, workers: number): Promise<Section> {
  const cloud = new VirtualCloud(world(workers, 1));
  const rowsOfFile = 3;
  for (let file = 0; file < files; file += 1) {
    cloud.put(`incoming/sensor-readings/${file}.ndjson`, readings(rowsOfFile, file * rowsOfFile));
  }
  const seconds = (await cloud.run()) / 1_000;
  const complete = [...cloud.receipts.values()].filter(({ processingStatus }) => processingStatus === 'COMPLETED');
  const rows = complete.reduce((sum, receipt) => sum + receipt.stored, 0);
  if (complete.length !== files || rows !== files * rowsOfFile) {
    throw new Error(`${complete.length} of ${files} files completed, with ${rows} rows.`);
  }
  return {
    title: `${files.toLocaleString('en')} files of ${rowsOfFile} rows, ${workers} workers`,
    figures: [{ name: 'rows', rows, seconds: [seconds] }],
    basis: 'wall',
    lines: [
      `${(files / seconds).toFixed(0)} files a second: all of them completed after ${Math.round(seconds).toLocaleString('en')} s of the model.`,
    ],
    notes: [NOTE],
  };
}

/** The receipt of a run of one file. @throws Error when it isn't complete with all rows */
function ended(cloud: VirtualCloud, rows: number): Receipt {
  const [receipt] = [...cloud.receipts.values()];
  if (receipt?.processingStatus === 'COMPLETED' && receipt.stored === rows) return receipt;
  throw new Error(`The file is ${receipt?.processingStatus} with ${receipt?.stored} of ${rows} rows.`);
}
