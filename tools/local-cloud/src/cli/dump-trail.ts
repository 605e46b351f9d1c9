import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { entryLine } from '@pipeline/audit-trail';
import { readTrail } from './read-trail';
import type { RegionClient } from './region-client';

export interface DumpedTrail {
  readonly region: string;
  readonly file: string;
  readonly entries: number;
}

/** Writes `<folder>/<region>/audit.ndjson`: the entries of the region's audit trail, a line each, each identity once. */
export async function dumpTrail(client: RegionClient, folder: string): Promise<DumpedTrail> {
  const { region } = client.address;
  const file = join(folder, region, 'audit.ndjson');
  await mkdir(dirname(file), { recursive: true });
  const stream = createWriteStream(file);
  let entries = 0;
  for await (const entry of readTrail(client)) {
    entries += 1;
    if (!stream.write(`${entryLine(entry)}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  return { region, file, entries };
}
