import { entryLine } from '@pipeline/audit-trail';
import { dumpFile, writeLines } from './line-file';
import { readTrail } from './read-trail';
import type { RegionClient } from './region-client';

export interface DumpedTrail {
  readonly region: string;
  readonly file: string;
  readonly entries: number;
}

/** Writes `<folder>/<region>/audit.ndjson`, its folder being there: the entries of the region's audit trail, a line each, each identity once. */
export async function dumpTrail(client: RegionClient, folder: string): Promise<DumpedTrail> {
  const { region } = client.address;
  const file = dumpFile(folder, region, 'audit.ndjson');
  let entries = 0;
  for await (const _ of writeLines(readTrail(client), file, entryLine)) entries += 1;
  return { region, file, entries };
}
