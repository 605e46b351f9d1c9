import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A row as shops deliver it: nested, a few non-ASCII names, here and there a text that CSV has to quote. */
export interface Order {
  readonly orderId: string;
  readonly customer: string;
  readonly email: string;
  readonly status: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly currency: string;
  readonly placedAt: string;
  readonly paid: boolean;
  readonly note: string;
  readonly address: { readonly street: string; readonly city: string; readonly postalCode: string };
  readonly tags: readonly string[];
}

const CUSTOMERS = [
  'Ada Lovelace',
  'José Núñez',
  'Grace Hopper',
  'Łukasz Żak',
  'Alan Turing',
  'Edsger Dijkstra',
  'Zoë Ångström',
];
const CITIES = ['Berlin', 'São Paulo', 'Chicago', 'Kraków', 'Lyon', 'Osaka', 'Nairobi', 'Québec'];
const STATUSES = ['NEW', 'PAID', 'SHIPPED', 'RETURNED'];
const NOTES = ['', 'leave at the door', 'ring twice, please', 'a "gift" for two', 'call before delivery'];

/** Rows in a fixed order: every run, and every contender, reads the same bytes. */
export function* orders(count: number): Generator<Order> {
  let state = 20_260_101;
  // Park and Miller's generator: any sequence that is the same everywhere will do.
  const below = (limit: number): number => (state = (state * 48_271) % 2_147_483_647) % limit;
  const pick = (values: readonly string[]): string => values[below(values.length)] ?? '';
  for (let index = 0; index < count; index += 1) {
    const customer = pick(CUSTOMERS);
    yield {
      orderId: `ORD-${String(index).padStart(9, '0')}`,
      customer,
      email: `customer.${below(99_999)}@example.org`,
      status: pick(STATUSES),
      quantity: 1 + below(20),
      unitPrice: (1 + below(99_999)) / 100,
      currency: 'EUR',
      placedAt: new Date(1_767_225_600_000 + 1_000 * below(31_536_000)).toISOString(),
      paid: below(2) === 1,
      note: pick(NOTES),
      address: {
        street: `${1 + below(200)} Main Street`,
        city: pick(CITIES),
        postalCode: String(10_000 + below(89_999)),
      },
      tags: below(3) === 0 ? ['express', 'gift'] : ['standard'],
    };
  }
}

const quoted = (field: string): string => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

function csvLine({ address, tags, ...row }: Order): string {
  const fields = [...Object.values(row), address.street, address.city, address.postalCode, tags.join(' ')];
  return fields.map((field) => quoted(String(field))).join(',');
}

const CSV_HEADER =
  'orderId,customer,email,status,quantity,unitPrice,currency,placedAt,paid,note,street,city,postalCode,tags\n';

function* lines(format: Format, count: number): Generator<string> {
  if (format === 'csv') yield CSV_HEADER;
  if (format === 'json') yield '[\n';
  let before = '';
  for (const order of orders(count)) {
    if (format === 'csv') yield `${csvLine(order)}\n`;
    else if (format === 'ndjson') yield `${JSON.stringify(order)}\n`;
    else yield `${before}${JSON.stringify(order)}`;
    before = ',\n';
  }
  if (format === 'json') yield '\n]\n';
}

export type Format = 'csv' | 'json' | 'ndjson';

/** Writes the rows into a file of the format. */
export async function writeRows(path: string, format: Format, count: number): Promise<void> {
  await pipeline(Readable.from(lines(format, count)), createWriteStream(path));
}
