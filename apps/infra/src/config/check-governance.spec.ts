import { checkGovernance } from './check-governance';
import { environments } from './environments';
import type { CostAnomalyMonitor } from './pipeline-config';

const { prod } = environments;

describe('checkGovernance', () => {
  it('knows monitors of costs by what they are called', () => {
    const governance = (costAnomalyMonitor: CostAnomalyMonitor) =>
      checkGovernance({ ...prod, governance: { ...prod.governance, costAnomalyMonitor } });
    expect(governance('arn:aws:ce::123456789012:anomalymonitor/0f-1a')).toEqual([]);
    expect(governance('arn:aws:sns:us-east-1:1:x')).toEqual([
      'governance.costAnomalyMonitor is "arn:aws:sns:us-east-1:1:x": say own, none, or the ARN of an existing one (arn:aws:ce::<account>:anomalymonitor/<id>).',
    ]);
  });

  it('wants the tags by which costs are allocated', () => {
    const { owner: _, ...tags } = prod.tags;
    expect(checkGovernance({ ...prod, tags })).toEqual([
      'tags.owner is "": every resource needs one, of letters, digits and spaces or any of _.:/=+-@.',
    ]);
  });
});
