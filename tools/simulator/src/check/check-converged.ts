import type { Ended } from './ended';
import { contentOf } from './table-hash';

/** Every replica holds the same. */
export function checkConverged({ regions, table }: Ended): string[] {
  const [home, ...others] = regions.map(({ region }) => region);
  if (home === undefined) return [];
  const items = table.items(home);
  return others.flatMap((region) => {
    const replica = table.items(region);
    const different = [...items].filter(([key, { item }]) => {
      const other = replica.get(key)?.item;
      return other === undefined || (other !== item && contentOf(other) !== contentOf(item));
    });
    const more = replica.size - items.size;
    return [
      ...different.map(([, { item }]) => `${item['recordId']} differs between ${home} and ${region}`),
      ...(more > 0 ? [`${region} has ${more} items more than ${home}`] : []),
    ];
  });
}
