import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { AUTHORITATIVE_ANSWER, decode, encode, type Packet, type StringAnswer, type TxtAnswer } from 'dns-packet';
import type { PlannedRecord } from '../template/plan-dns';
import { answerQuestion } from './answer';

export interface NameServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface NameServerOptions {
  /** Of the zone; the one it has if that is free, else any. */
  readonly port: number;
  readonly records: readonly PlannedRecord[];
  isHealthy(healthCheckId: string): boolean;
  /** What a TTL of so many seconds is here. */
  ttl(seconds: number): number;
}

const NAME_ERROR = 3;

/** Answers the questions of a region's network on the loopback interface, over UDP, as the resolver of its VPC would. */
export async function startNameServer(options: NameServerOptions): Promise<NameServer> {
  const socket = createSocket('udp4');
  socket.on('message', (message, { address, port }) => {
    const answer = answerTo(message, options);
    if (answer) socket.send(answer, port, address);
  });
  await bind(socket, options.port).catch(() => bind(socket, 0));
  socket.unref();
  return {
    port: socket.address().port,
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

async function bind(socket: Socket, port: number): Promise<void> {
  const listening = once(socket, 'listening');
  socket.bind(port, '127.0.0.1');
  await listening;
}

function answerTo(message: Buffer, { records, isHealthy, ttl }: NameServerOptions): Buffer | undefined {
  let asked: Packet;
  try {
    asked = decode(message);
  } catch {
    // Not DNS: nobody there who would understand an answer.
    return undefined;
  }
  const [question] = asked.questions ?? [];
  if (asked.type !== 'query' || !question) return undefined;
  const known = records.some(({ name }) => name === question.name.toLowerCase());
  const answers = answerQuestion(records, question, isHealthy).flatMap((record) =>
    record.values.map((value): StringAnswer | TxtAnswer => {
      const about = { name: question.name, ttl: ttl(record.ttlSeconds), class: 'IN' as const };
      // A template writes the text of a TXT record in quotes.
      if (record.type === 'TXT') return { ...about, type: 'TXT', data: value.replace(/^"|"$/g, '') };
      return { ...about, type: record.type as 'A' | 'CNAME', data: value };
    }),
  );
  return encode({
    type: 'response',
    ...(asked.id === undefined ? {} : { id: asked.id }),
    flags: AUTHORITATIVE_ANSWER | (known ? 0 : NAME_ERROR),
    questions: [question],
    answers,
  });
}
