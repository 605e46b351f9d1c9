import { join } from 'node:path';
import { SERVICES } from './arguments';
import { createJsClient } from './js-client';
import { loadCases } from './load-cases';
import { type LocalRegion, REGION, startLocalRegion } from './local-region';
import { nameResources } from './resources';
import { type Deviation, runCases } from './run-cases';
import { scopes } from './scope';
import { withWeb } from './web';

const workspace = join(__dirname, '../../..');
const cases = loadCases(join(__dirname, '../cases')).filter(({ clients }) => clients?.includes('js') ?? true);

describe('the local cloud, through the AWS SDK for JavaScript', () => {
  let region: LocalRegion;
  let deviations: readonly Deviation[];

  beforeAll(async () => {
    const resources = nameResources('spec', cases);
    region = await startLocalRegion(join(workspace, 'dist/tools/local-cloud/region.js'), resources);
    const client = withWeb(createJsClient({ region: REGION, endpoint: region.endpoint }));
    deviations = await runCases(cases, { client, scopeOf: await scopes(resources, client, REGION, new Set(SERVICES)) });
    await client.close();
  });
  afterAll(() => region.stop());

  it.each(cases.map(({ name }) => name))('%s', (name) => {
    expect(deviations.filter((deviation) => deviation.case === name)).toEqual([]);
  });
});
