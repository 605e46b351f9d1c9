import type { PipelineConfig } from './pipeline-config';

/** Tags by which costs are allocated and data is handled; `environment` is added to them. */
const REQUIRED_TAGS = ['project', 'owner', 'cost-center', 'data-classification'];

/** Tags that are missing or that AWS would not take, and a monitor of costs that is none: one sentence each. */
export function checkGovernance({ tags, governance }: Pick<PipelineConfig, 'tags' | 'governance'>): readonly string[] {
  const { costAnomalyMonitor } = governance;
  return [
    ...REQUIRED_TAGS.filter((key) => !/^[\w .:/=+@-]{1,256}$/.test(tags[key] ?? '')).map(
      (key) =>
        `tags.${key} is "${tags[key] ?? ''}": every resource needs one, of letters, digits and spaces or any of _.:/=+-@.`,
    ),
    ...(/^(own|none|arn:aws:ce::\d{12}:anomalymonitor\/[\w-]+)$/.test(costAnomalyMonitor)
      ? []
      : [
          `governance.costAnomalyMonitor is "${costAnomalyMonitor}": say own, none, or the ARN of an existing one (arn:aws:ce::<account>:anomalymonitor/<id>).`,
        ]),
  ];
}
