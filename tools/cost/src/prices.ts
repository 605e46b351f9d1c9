import list from './prices.json';

export type PriceName = keyof typeof list.prices;

/** USD, in both regions, which cost the same. */
export const price = (name: PriceName): number => list.prices[name].usd;

export const priceList = list;
