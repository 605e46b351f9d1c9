import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { costReport, readTemplates } from './cost-report';
import { receiptUnits, useCost } from './per-million';
import { priceList } from './prices';
import { BEGIN, END, renderReport, writeInto } from './report';
import { sampleItems } from './sample-items';

const WORKSPACE = join(__dirname, '../../..');
const samples = sampleItems(WORKSPACE);

describe('the samples', () => {
  it('give real items of every dataset, and rejected rows', () => {
    expect(samples.map(({ dataset, items }) => [dataset, items.length > 300])).toEqual(
      ['orders', 'sensor-readings', 'weather', 'airports', 'movies', 'zipcodes']
        .map((dataset) => [dataset, true])
        .sort(),
    );
    expect(samples.flatMap(({ rejected }) => rejected).length).toBeGreaterThan(0);
  });
});

describe('what use costs', () => {
  it('is told apart by what becomes of a row', () => {
    expect(Object.fromEntries(useCost(samples).map(({ what, writeUnits }) => [what, writeUnits]))).toMatchObject({
      'record, inserted': 4,
      'record, the same again in a new file': 3,
      'record, the same file again': 1,
      'record, updated': 2,
      'record, superseded': 1,
    });
  });

  it('of a receipt counts its four states and their moves in the index', () => {
    expect(receiptUnits()).toEqual({ home: 9, replicated: 9 });
  });
});

describe('the page', () => {
  it('has the tables that the script writes', () => {
    const page = readFileSync(join(WORKSPACE, 'docs/deploy.md'), 'utf8');
    const report = renderReport(costReport(WORKSPACE, join(WORKSPACE, 'cdk.out')));
    // If this fails: npm run cost -- --write docs/deploy.md
    expect(page).toBe(writeInto(page, report));
  });

  it('is left alone without a place for them', () => {
    expect(writeInto('# A page\n', 'x')).toBeUndefined();
    expect(writeInto(`a\n${BEGIN}\nold\n${END}\nb\n`, 'new')).toBe(`a\n${BEGIN}\n\nnew\n\n${END}\nb\n`);
  });
});

describe('the price list', () => {
  it('says of each price its unit and its source', () => {
    for (const { usd, per, source } of Object.values(priceList.prices)) {
      expect([usd > 0, per.length > 3, source.startsWith('https://aws.amazon.com/')]).toEqual([true, true, true]);
    }
    expect(priceList).toMatchObject({ currency: 'USD', regions: ['us-east-1', 'us-west-2'], verified: false });
    expect(priceList.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});

describe('without an assembly', () => {
  it('it says how to make one', () => {
    expect(() => readTemplates('/nowhere')).toThrow(
      'There is no /nowhere/manifest.json. Synthesise first: npm run synth',
    );
  });
});
