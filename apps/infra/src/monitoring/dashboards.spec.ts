import { sentinelMetricNames } from '@pipeline/runtime-contract';
import { type SynthesisedStack, synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly properties: {
    readonly title?: string;
    readonly region?: string;
    readonly metrics?: unknown[];
    readonly alarms?: string[];
  };
}

/** The widgets of a dashboard, by its name. */
function dashboards({ template }: SynthesisedStack): Record<string, Widget[]> {
  return Object.fromEntries(
    Object.values(template.findResources('AWS::CloudWatch::Dashboard')).map(({ Properties }) => {
      const body: string | { 'Fn::Join': [string, unknown[]] } = Properties.DashboardBody;
      const text =
        typeof body === 'string'
          ? body
          : body['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'token')).join('');
      return [Properties.DashboardName as string, JSON.parse(text).widgets as Widget[]];
    }),
  );
}
const graphs = (widgets: readonly Widget[]) => widgets.filter(({ type }) => type === 'metric');
const titles = (widgets: readonly Widget[]) => graphs(widgets).map(({ properties }) => properties.title);

describe('the dashboards', () => {
  it('are one for each region, and one for both', () => {
    expect(Object.keys(dashboards(primary))).toEqual(['serverless-pipeline-prod', 'serverless-both-regions-prod']);
    expect(Object.keys(dashboards(standby))).toEqual(['serverless-pipeline-us-west-2-prod']);
  });

  it.each([primary, standby])('of $region show its alarms, and its metrics alone', (stack) => {
    const widgets = Object.values(dashboards(stack))[0]!;
    expect(widgets[0]?.properties.alarms).toHaveLength(stack === primary ? 30 : 29);
    expect(new Set(graphs(widgets).map(({ properties }) => properties.region))).toEqual(new Set([stack.region]));
    expect(titles(widgets).at(-1)).toBe('Rows rejected, by dataset');
  });

  it('show both regions side by side, along the way of the data', () => {
    const widgets = graphs(dashboards(primary)['serverless-both-regions-prod']!);
    const column = (region: string) => widgets.filter(({ properties }) => properties.region === region);
    const [left, right] = [column('us-east-1'), column('us-west-2')];
    // Titles of the sentinel's graphs name the other region.
    const alike = (widgets: readonly Widget[]) =>
      titles(widgets).map((title) => title?.replace(/us-(east|west)-\d/, 'the other'));
    expect(alike(left)).toEqual([
      '0 Gateway: requests',
      '0 Gateway: duration',
      '1 Waiting in the ingest queue',
      '2 Processor: invocations',
      '3 Processor: duration',
      '4 Rows',
      '5 Files',
      '6 Table: writes',
      '7 Table: replication',
      '8 Given up: dead letters',
      '9 Audit trail: changes',
      '10 Audit trail: how late',
      '11 Convergence: repairs',
      '12 Sentinel: which region is there (1) or not (0)',
      '13 Sentinel: is the processor held back',
      '14 Sentinel: heartbeats on their way to the other',
      '15 Sentinel: files of the other, once it is lost',
      '16 Sentinel: own files without a receipt, or with a dead one',
    ]);
    expect(alike(right)).toEqual(alike(left));
    expect(right.map(({ y }) => y)).toEqual(left.map(({ y }) => y));
    expect(new Set(left.map(({ x }) => x))).toEqual(new Set([0]));
    expect(new Set(right.map(({ x }) => x))).toEqual(new Set([12]));
  });

  it('take the metrics of the other region from there', () => {
    const widgets = graphs(dashboards(primary)['serverless-both-regions-prod']!);
    const west = widgets.filter(({ properties }) => properties.region === 'us-west-2');
    for (const { properties } of west) expect(JSON.stringify(properties.metrics)).not.toContain('"region":"us-east-1"');
  });

  it.each([primary, standby])('show all that the sentinel of $region says, under its own name', (stack) => {
    const shown = graphs(Object.values(dashboards(stack))[0]!)
      .filter(({ properties }) => properties.title?.includes('Sentinel'))
      .flatMap(({ properties }) => properties.metrics as unknown[][]);
    expect(new Set(shown.map(([, name]) => name))).toEqual(new Set(Object.values(sentinelMetricNames)));
    for (const metric of shown) expect(metric).toEqual(expect.arrayContaining(['service', 'serverless-sentinel-prod']));
    const regions = shown.filter(([, name]) => name === 'RegionAvailable').map((metric) => metric[3]);
    expect([...regions].sort()).toEqual(['us-east-1', 'us-west-2']);
  });
});
