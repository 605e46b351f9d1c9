import { RawConnection } from './raw-http';

/** Bytes of every item, keys and names included, as DynamoDB counts them. */
export const ITEM_BYTES = 300;

/** The pipeline's own condition for a first write. */
const CONDITION = 'attribute_not_exists(#revision) OR (#revision < :revision AND #contentHash <> :contentHash)';

export interface TableLoad {
  readonly port: number;
  readonly region: string;
  readonly table: string;
  readonly rows: number;
  /** Rows written before the clock starts. */
  readonly warmUp: number;
  readonly connections: number;
}

/**
 * Writes rows with the pipeline's conditional put, each new, each with an entry in the index.
 * @returns the seconds that the rows took, warm-up left out
 * @throws Error with what the endpoint said when it did not take one
 */
export async function loadTable(load: TableLoad): Promise<number> {
  const run = Date.now().toString(36);
  const headers =
    `X-Amz-Target: DynamoDB_20120810.PutItem\r\nContent-Type: application/x-amz-json-1.0\r\n` +
    `Authorization: AWS4-HMAC-SHA256 Credential=local/20260101/${load.region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0\r\n`;
  const connections = await Promise.all(Array.from({ length: load.connections }, () => RawConnection.open(load.port)));
  const write = async (from: number, to: number) => {
    let next = from;
    const worker = async (connection: RawConnection) => {
      while (next < to) {
        const { status, body } = await connection.post(headers, putRequest(load.table, run, (next += 1)));
        if (status !== 200) throw new Error(`The endpoint answered ${status}: ${body}`);
      }
    };
    await Promise.all(connections.map(worker));
  };
  try {
    await write(0, load.warmUp);
    const begun = performance.now();
    await write(load.warmUp, load.warmUp + load.rows);
    return (performance.now() - begun) / 1_000;
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** The body of a PutItem of an item of {@link ITEM_BYTES}. */
export function putRequest(table: string, run: string, row: number): string {
  const revision = `2026-01-01T00:00:00.000Z#${run}#${String(row).padStart(10, '0')}#0001`;
  const attributes = {
    recordId: { S: `bench#${run}-${row}` },
    timestamp: { S: '2026-01-01T00:00:00.000Z' },
    processingStatus: { S: 'PROCESSED' },
    statusShard: { S: `PROCESSED#${row % 16}` },
    revision: { S: revision },
    contentHash: { S: 'contentHash-of-22-char' },
  };
  const used = Object.entries(attributes).reduce((sum, [name, { S }]) => sum + name.length + S.length, 0);
  const payload = { S: 'x'.repeat(ITEM_BYTES - used - 'payload'.length) };
  return JSON.stringify({
    TableName: table,
    Item: { ...attributes, payload },
    ConditionExpression: CONDITION,
    ExpressionAttributeNames: { '#revision': 'revision', '#contentHash': 'contentHash' },
    ExpressionAttributeValues: { ':revision': attributes.revision, ':contentHash': attributes.contentHash },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
}
