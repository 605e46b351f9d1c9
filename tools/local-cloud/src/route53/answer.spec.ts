import type { PlannedRecord } from '../template/plan-dns';
import { answerQuestion } from './answer';

const record = (more: Partial<PlannedRecord>): PlannedRecord => ({
  name: 'active-region.pipeline.internal',
  type: 'TXT',
  ttlSeconds: 60,
  values: [],
  ...more,
});
const pair = [
  record({ failover: 'PRIMARY', healthCheckId: 'east', values: ['"us-east-1"'] }),
  record({ failover: 'SECONDARY', healthCheckId: 'west', values: ['"us-west-2"'] }),
];
const ask = (records: readonly PlannedRecord[], healthy: readonly string[], name = 'active-region.pipeline.internal') =>
  answerQuestion(records, { name, type: 'TXT' }, (id) => healthy.includes(id)).flatMap(({ values }) => values);

describe('an answer of Route 53', () => {
  it.each([
    [['east', 'west'], 'us-east-1'],
    [['west'], 'us-west-2'],
    [['east'], 'us-east-1'],
    [[], 'us-east-1'],
  ])('of a failover pair, with %j healthy, is %s', (healthy, region) => {
    expect(ask(pair, healthy)).toEqual([`"${region}"`]);
  });

  it('takes a secondary without a check as healthy', () => {
    const [primary, secondary] = pair as [PlannedRecord, PlannedRecord];
    const { healthCheckId: _, ...unchecked } = secondary;
    expect(ask([primary, unchecked], [])).toEqual(['"us-west-2"']);
  });

  it('is the same in any case, and with a dot at the end', () => {
    expect(ask(pair, ['east'], 'Active-Region.PIPELINE.internal.')).toEqual(['"us-east-1"']);
    expect(ask(pair, ['east'], 'other.pipeline.internal')).toEqual([]);
  });

  it('is every record that is no failover', () => {
    expect(ask([record({ values: ['"a"', '"b"'] })], [])).toEqual(['"a"', '"b"']);
  });
});
