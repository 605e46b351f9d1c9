import { byName, datasetOf, datasets, notificationRules } from './registry';

describe('the registry', () => {
  it('gives the bucket rules of which no two match one key', () => {
    const rules = notificationRules();
    for (const one of rules) {
      for (const other of rules) {
        if (one === other) continue;
        const overlap =
          one.prefix.startsWith(other.prefix) &&
          (one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix));
        expect(overlap).toBe(false);
      }
    }
    expect(rules.length).toBeLessThanOrEqual(100);
  });

  it.each([
    ['incoming/weather/a.csv', 'weather'],
    ['incoming/weather/2026/01/a b+c.csv.gz', 'weather'],
    ['incoming/weather/A.CSV', 'weather'],
    ['incoming/weather/a.json', undefined],
    ['incoming/weather', undefined],
    ['incoming/nobody/a.csv', undefined],
    ['incoming/__proto__/a.csv', undefined],
    ['weather/a.csv', undefined],
    ['incoming//a.csv', undefined],
    ['', undefined],
  ])('knows whose %s is', (key, name) => {
    expect(datasetOf(key)?.name).toBe(name);
  });

  it('has the datasets that ship', () => {
    expect([...datasets.keys()]).toEqual(
      expect.arrayContaining(['airports', 'movies', 'orders', 'sensor-readings', 'weather', 'zipcodes']),
    );
  });

  it('refuses two datasets of one name', () => {
    const weather = datasets.get('weather')!;
    expect(() => byName([weather, { ...weather }])).toThrow(
      'Two datasets are called "weather". Rename one in libs/record-schema/src/datasets.',
    );
  });
});
