import { createHash, createHmac } from 'node:crypto';
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
  const headersOf = putSigner(load.region, Date.now());
  const connections = await Promise.all(Array.from({ length: load.connections }, () => RawConnection.open(load.port)));
  const write = async (from: number, to: number) => {
    let next = from;
    const worker = async (connection: RawConnection) => {
      while (next < to) {
        const put = putRequest(load.table, run, (next += 1));
        const { status, body } = await connection.post(headersOf(put), put);
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

/**
 * The headers of PutItem requests, each signed over its body: the endpoint verifies them, which is part of what it costs.
 * @param signedAt epoch milliseconds; the endpoint takes requests for 15 minutes from then.
 */
export function putSigner(region: string, signedAt: number): (body: string) => string {
  const date = new Date(signedAt).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${date.slice(0, 8)}/${region}/dynamodb/aws4_request`;
  const key = scope.split('/').reduce<Buffer>((parent, part) => hmac(parent, part), Buffer.from('AWS4local'));
  return (body) => {
    const canonical = `POST\n/\n\nhost:127.0.0.1\nx-amz-date:${date}\n\nhost;x-amz-date\n${sha256(body)}`;
    const signature = hmac(key, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`).toString('hex');
    return (
      `X-Amz-Target: DynamoDB_20120810.PutItem\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Date: ${date}\r\n` +
      `Authorization: AWS4-HMAC-SHA256 Credential=local/${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}\r\n`
    );
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

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
