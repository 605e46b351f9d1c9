import { race } from '../contest/race';
import type { Part } from '../part';
import type { Goal } from '../section';
import { stubCertificate } from '../stub/stub-certificate';
import { ServiceStub } from '../stub/service-stub';
import type { WriterInput } from './writers';

const ROWS = 4_000;
const CHECK_ROWS = 200;
const IN_FLIGHT = 64;

const GOALS: readonly Goal[] = [
  { against: 'PutCommand', times: 8 },
  { against: 'raw sockets', times: 0.6 },
];

/** Conditional puts of single items to a table that answers at once: what the client costs. */
export const writer: Part = {
  name: 'writer',
  about: 'items to the table, one conditional put each',
  async *measure({ rows, rounds, check, folder }) {
    const tls = await stubCertificate(folder);
    const count = rows ?? (check ? CHECK_ROWS : ROWS);
    for (const secure of [true, false]) {
      const stub = new ServiceStub({ latencyMs: 0, ...(secure ? { tls } : {}) });
      const input: WriterInput = { url: await stub.start(), rows: count, inFlight: IN_FLIGHT };
      try {
        yield {
          title: `${IN_FLIGHT} writes at once, ${secure ? 'over TLS' : 'without TLS'}`,
          figures: await race('writer', JSON.stringify(input), { rounds, check }),
          ours: 'ours',
          ...(secure ? { goals: GOALS } : {}),
        };
      } finally {
        await stub.stop();
      }
    }
  },
};
