import { join } from 'node:path';
import { type CloudUnderTest, SAME, startCloudUnderTest, until } from './run-cloud';

jest.setTimeout(240_000);

/** Of schedules, alarms, health checks and DNS: what takes four minutes in the world takes seconds here. */
const MINUTE_MS = 2_000;
const WEATHER = join(__dirname, '../../../node_modules/vega-datasets/data/seattle-weather.csv');
const AIRPORTS = join(__dirname, '../../../node_modules/vega-datasets/data/airports.csv');

(process.env['E2E_FAILOVER'] ? describe : describe.skip)('a failover', () => {
  let cloud: CloudUnderTest;
  beforeAll(async () => {
    cloud = await startCloudUnderTest();
    await cloud.setMinute(MINUTE_MS);
  });
  afterAll(() => cloud.stop());

  it('is an answer of DNS while the primary is lost, and is over when it is back; no file is lost and none counts twice', async () => {
    await until(() => cloud.allHealthy('us-west-2'));
    expect(await cloud.activeRegion('us-west-2')).toBe('us-east-1');
    const [before] = await cloud.load({ region: 'us-east-1', dataset: 'weather', path: WEATHER });
    expect(before).toMatchObject({ processingStatus: 'COMPLETED', rows: 1_461, stored: 1_461 });

    await cloud.lose('us-east-1');
    await until(async () => (await cloud.activeRegion('us-west-2')) === 'us-west-2');
    const [meanwhile] = await cloud.load({ region: 'us-west-2', dataset: 'airports', path: AIRPORTS });
    expect(meanwhile).toMatchObject({ processingStatus: 'COMPLETED', rows: 3_376, stored: 3_376 });

    await cloud.revive('us-east-1');
    // A region that was down has forgotten how long a minute is.
    await cloud.setMinute(MINUTE_MS);
    await until(async () => (await cloud.activeRegion('us-west-2')) === 'us-east-1');
    expect(await cloud.comparison()).toEqual(SAME);
    const items = await cloud.items('us-east-1');
    const of = (dataset: string) => items.filter(({ recordId }) => recordId?.S?.startsWith(`${dataset}#`)).length;
    expect({ weather: of('weather'), airports: of('airports') }).toEqual({ weather: 1_461, airports: 3_376 });
  });
});
