import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { compareTables, type TableComparison, type TableItem } from './compare-tables';
import { dumpFile, writeLines } from './line-file';
import type { RegionClient } from './region-client';

export interface DumpedTable {
  readonly region: string;
  readonly file: string;
  readonly items: number;
}

export interface TableDump {
  readonly dumped: readonly [DumpedTable, DumpedTable];
  readonly comparison: TableComparison;
}

/**
 * Writes `<folder>/<region>/items.ndjson` for each of two regions, their folders being there: a line an item, in the order of their keys, in the
 * format of DynamoDB's own export to S3 ("DynamoDB JSON": `{"Item":{"recordId":{"S":…}}}`); and compares the two.
 */
export async function dumpTables(regions: readonly [RegionClient, RegionClient], folder: string): Promise<TableDump> {
  const [left, right] = regions.map((client) => new TableFile(client, folder)) as [TableFile, TableFile];
  const comparison = await compareTables(left.written(), right.written());
  return { dumped: [left, right], comparison };
}

class TableFile implements DumpedTable {
  readonly region: string;
  readonly file: string;
  items = 0;

  constructor(
    private readonly client: RegionClient,
    folder: string,
  ) {
    this.region = client.address.region;
    this.file = dumpFile(folder, this.region, 'items.ndjson');
  }

  /** The items of the table, each as it is written. */
  async *written(): AsyncGenerator<TableItem> {
    const lineOf = (item: TableItem) => JSON.stringify({ Item: item }, binaryAsBase64);
    for await (const item of writeLines(this.client.items(), this.file, lineOf)) {
      this.items += 1;
      yield item;
    }
  }
}

/** Binary values are base64 in DynamoDB JSON. */
function binaryAsBase64(_name: string, value: AttributeValue | Uint8Array): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}
