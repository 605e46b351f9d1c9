import { mulberry32 } from './sample-draws';

const GOODS = ['kettle', 'lamp', 'notebook', 'desk', 'chair', 'mug', 'clock', 'rug'];
const COUNTRIES = ['US', 'GB', 'DE', 'JP'];
const CURRENCIES = ['USD', 'GBP', 'EUR', 'JPY'];
const BEGIN = Date.parse('2026-02-01T08:00:00.000Z');

/** Orders as a shop would export them, the same for the same seed; every 400th has a quantity that is none. */
export function* sampleOrders(count: number, seed: number): Generator<object> {
  const draw = mulberry32(seed);
  const pick = (below: number) => Math.floor(draw() * below);
  for (let index = 0; index < count; index += 1) {
    const place = pick(COUNTRIES.length);
    let cents = 0;
    const items = Array.from({ length: 1 + pick(4) }, () => {
      const sku = pick(GOODS.length);
      const price = 199 + pick(20_000);
      const quantity = index % 400 === 399 ? 0 : 1 + pick(3);
      cents += price * quantity;
      return { sku: `${GOODS[sku]}-${100 + sku}`, description: `A ${GOODS[sku]}, boxed`, quantity, price: price / 100 };
    });
    yield {
      orderId: `2026-${String(index + 1).padStart(6, '0')}`,
      placedAt: new Date(BEGIN + index * 61_000).toISOString(),
      customer: { email: `customer${1 + pick(300)}@example.com`, country: COUNTRIES[place] },
      currency: CURRENCIES[place],
      items,
      total: cents / 100,
    };
  }
}
