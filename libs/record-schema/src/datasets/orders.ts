import * as t from 'io-ts';
import { decimal, integer, isoInstant, oneOf, optional, pattern, text, utcMilliseconds } from '../codecs';
import { defineDataset } from '../dataset';
import { pseudonym } from '../pseudonym';
import { sampleOrders } from './orders-sample';

const money = decimal({ min: 0 });
const identifier = pattern(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'an identifier of at most 64 letters, digits and dashes');

const item = t.type({
  sku: identifier,
  description: optional(text({ max: 500 })),
  quantity: integer({ min: 1 }),
  price: money,
});

/** Nested rows with money and a person in them: amounts stay exact, the e-mail address never reaches the table. */
export const orders = defineDataset({
  name: 'orders',
  description: 'Orders of a shop: who, what, for how much.',
  schemaVersion: 1,
  suffixes: ['.json', '.json.gz'],
  record: t.type({
    orderId: identifier,
    placedAt: isoInstant,
    customer: t.type({
      email: pattern(/^[^\s@]{1,64}@[^\s@]{1,255}$/, 'an e-mail address'),
      country: pattern(/^[A-Z]{2}$/, 'a country as two capitals (ISO 3166)'),
    }),
    currency: oneOf('EUR', 'GBP', 'JPY', 'USD'),
    items: t.array(item),
    total: money,
  }),
  sensitive: ['customer.email'],
  key: ({ orderId }) => orderId,
  time: ({ placedAt }) => utcMilliseconds(placedAt),
  transform: ({ orderId, placedAt, customer, currency, items, total }, context) => ({
    orderId,
    placedAt: utcMilliseconds(placedAt),
    // As people write it in one mailbox: RFC 5321 leaves the local part's case to its host, no host tells them apart.
    customer: { emailHash: pseudonym(customer.email.toLowerCase(), context), country: customer.country },
    currency,
    items: items.map(({ sku, description, quantity, price }) => ({ sku, description, quantity, price })),
    total,
  }),
  sample: { file: 'orders.json', from: { rows: () => sampleOrders(1_000, 20_260_202) }, byDefault: true },
});
