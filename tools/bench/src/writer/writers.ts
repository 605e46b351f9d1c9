import { marshall } from '@aws-sdk/util-dynamodb';
import { createHash, createHmac } from 'node:crypto';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type AwsParts, awsClients, awsPorts } from '@pipeline/processor';
import { type Item, rowPreparer } from '@pipeline/record-schema';
import type { Contender } from '../contest/contender';
import { goodRows, sensorDataset } from '../stub/sensor-rows';
import { watched } from '../stub/watched';

/** What a contender is given. */
export interface WriterInput {
  readonly url: string;
  readonly rows: number;
  readonly inFlight: number;
}

const TABLE = 'serverless-processed-data-prod';
const CONDITION = 'attribute_not_exists(#revision) OR (#revision < :revision AND #contentHash <> :contentHash)';
const NAMES = { '#revision': 'revision', '#contentHash': 'contentHash' };
const ENDLESS = { timeLeft: () => 60_000, onRetry: () => undefined };

function itemsOf(count: number): readonly Item[] {
  const file = {
    fileId: 'f'.repeat(22),
    lastModified: '2026-01-01T00:00:00.000Z',
    region: 'us-east-1',
    shardCount: 16,
  };
  const prepare = rowPreparer(sensorDataset(), file);
  return [...goodRows(count)].map((row, index) => {
    const prepared = prepare(row, index + 1, 1_767_225_600_000);
    if (prepared._tag === 'Left') throw new Error(`Row ${index + 1} of the benchmark is refused.`);
    return prepared.right;
  });
}

type Write = (item: Item, index: number) => Promise<unknown>;

/** Writes all items, so many at once. */
const contender = (begin: (input: WriterInput, items: readonly Item[]) => Write | Promise<Write>): Contender => {
  let begun: Promise<{ readonly items: readonly Item[]; readonly write: Write }> | undefined;
  const start = async (input: WriterInput) => {
    const items = itemsOf(input.rows);
    return { items, write: await begin(input, items) };
  };
  return {
    async pass(text, see) {
      const input = JSON.parse(text) as WriterInput;
      const { items, write } = await (begun ??= start(input));
      const work = async () => {
        let next = 0;
        const worker = async () => {
          for (let index = next++; index < items.length; index = next++) await write(items[index] as Item, index);
        };
        await Promise.all(Array.from({ length: input.inFlight }, worker));
        return items.length;
      };
      if (!see) return work();
      const { rows, received } = await watched(input.url, work);
      see(received);
      return rows;
    },
  };
};

/** A row through the function's own store. */
export const ours = (WRITER: 'lean' | 'sdk'): Contender =>
  contender(({ url, inFlight }) => {
    surroundings(url);
    const environment = { TABLE_NAME: TABLE, STATUS_SHARDS: 16, WRITER };
    const clients = awsClients('us-east-1', inFlight);
    const { records } = awsPorts({ clients, environment } as unknown as AwsParts);
    return (item) => records.put(item, ENDLESS);
  });

/** As the guides show it: the document client with its defaults. */
export const putCommand = async (): Promise<Contender> => {
  const [{ DynamoDBClient }, { DynamoDBDocumentClient, PutCommand }] = await Promise.all([
    import('@aws-sdk/client-dynamodb'),
    import('@aws-sdk/lib-dynamodb'),
  ]);
  return contender(({ url }) => {
    surroundings(url);
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }), {
      marshallOptions: { removeUndefinedValues: true },
    });
    return (item) =>
      client.send(
        new PutCommand({
          TableName: TABLE,
          Item: item,
          ConditionExpression: CONDITION,
          ExpressionAttributeNames: NAMES,
          ExpressionAttributeValues: { ':revision': item.revision, ':contentHash': item.contentHash },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
  });
};

type Post = (connection: RawConnection, item: Item, index: number) => Promise<void>;

/** A connection for each write at once, and no client: what comes on it is the answer, whatever it says. */
const overRawSockets = (prepare: (items: readonly Item[], host: string) => Post): Contender =>
  contender(async ({ url, inFlight }, items) => {
    const at = new URL(url);
    const post = prepare(items, at.host);
    const free = await Promise.all(Array.from({ length: inFlight }, () => RawConnection.open(at)));
    return async (item, index) => {
      const connection = free.pop();
      if (!connection) throw new Error('More writes at once than connections.');
      await post(connection, item, index);
      free.push(connection);
    };
  });

const bodyOf = (item: Item): string =>
  JSON.stringify({
    TableName: TABLE,
    Item: marshall(item, { removeUndefinedValues: true }),
    ConditionExpression: CONDITION,
    ExpressionAttributeNames: NAMES,
    ExpressionAttributeValues: { ':revision': { S: item.revision }, ':contentHash': { S: item.contentHash } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const SCOPE = '20260101/us-east-1/dynamodb/aws4_request';

/** The same request, marshalled by the SDK's marshaller and hashed and signed as SigV4 asks, but by no HTTP client. */
export const rawSockets = (): Contender =>
  overRawSockets((_, host) => {
    const key = Buffer.alloc(32, 'k');
    const names = 'content-type;host;x-amz-date;x-amz-target';
    const headers = `content-type:application/x-amz-json-1.0\nhost:${host}\nx-amz-date:20260101T000000Z\nx-amz-target:DynamoDB_20120810.PutItem\n`;
    const head = `POST / HTTP/1.1\r\n${headers.replace(/\n/g, '\r\n')}x-amz-security-token: ${'token'.repeat(60)}\r\n`;
    return (connection, item) => {
      const body = bodyOf(item);
      const hash = sha256(`POST\n/\n\n${headers}\n${names}\n${sha256(body)}`);
      const signature = createHmac('sha256', key)
        .update(`AWS4-HMAC-SHA256\n20260101T000000Z\n${SCOPE}\n${hash}`)
        .digest('hex');
      const authorization = `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${SCOPE}, SignedHeaders=${names}, Signature=${signature}`;
      return connection.post(
        `${head}authorization: ${authorization}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    };
  });

/** What no client can come near: bytes that were made before anything was measured. */
export const madeBefore = (): Contender =>
  overRawSockets((items) => {
    const requests = items.map((item) => {
      const body = bodyOf(item);
      const head = `POST / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-amz-target: DynamoDB_20120810.PutItem\r\n${PADDING}`;
      return Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
    return (connection, _, index) => connection.post(requests[index] as Buffer);
  });

/** As long as the headers of a signed request. */
const PADDING = `authorization: ${'x'.repeat(700)}\r\n`;

/** One request at a time; whatever comes is its answer. */
class RawConnection {
  #done: (() => void) | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.unref();
    socket.on('data', () => {
      // A connection that waits for work keeps no process alive.
      socket.unref();
      this.#done?.();
    });
  }

  static open({ protocol, hostname, port }: URL): Promise<RawConnection> {
    return new Promise((resolve, reject) => {
      const at = { host: hostname, port: Number(port) };
      const done = () => resolve(new RawConnection(socket));
      const socket: Socket = protocol === 'https:' ? connectTls(at, done) : connectPlain(at, done);
      socket.once('error', reject);
    });
  }

  post(request: Buffer | string): Promise<void> {
    return new Promise((resolve) => {
      this.#done = resolve;
      this.socket.ref();
      this.socket.write(request);
    });
  }
}

/** What the clients read from the environment, as in a function. */
function surroundings(url: string): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    AWS_SESSION_TOKEN: 'token'.repeat(60),
  });
}
