import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IWidget,
  MathExpression,
  Row,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { DATASET_DIMENSION, METRICS_NAMESPACE, metricNames, SERVICE_DIMENSION } from '@pipeline/runtime-contract';
import { dataStages, type ShownRegion, type Stage } from './data-stages';
import { sentinelStages } from './sentinel-stages';

/** CloudWatch divides a dashboard into 24 columns. */
const HALF = 12;

/** The way of the data, and who watches over it. */
const stages = (region: ShownRegion): readonly Stage[] => [...dataStages(region), ...sentinelStages(region)];

const graph = ({ left, right = [], title }: Stage, region: string): IWidget =>
  new GraphWidget({ title, left, right, region, width: HALF, leftYAxis: { min: 0 }, rightYAxis: { min: 0 } });

/** Found by a search, so that a new dataset shows itself. */
function byDataset({ names, metrics }: ShownRegion, metricName: string, title: string): IWidget {
  const schema = `{${METRICS_NAMESPACE},${SERVICE_DIMENSION},${DATASET_DIMENSION}}`;
  const filter = `MetricName="${metricName}" ${SERVICE_DIMENSION}="${names.processorFunction}"`;
  const search = new MathExpression({
    expression: `SEARCH('${schema} ${filter}', 'Sum')`,
    label: '',
    period: Duration.minutes(5),
    usingMetrics: {},
    searchRegion: metrics.region,
  });
  return graph({ title, left: [search] }, metrics.region);
}

const pairs = <A>(all: readonly A[]): A[][] =>
  all.flatMap((one, index) => (index % 2 === 0 ? [[one, ...all.slice(index + 1, index + 2)]] : []));

/** What one region does: its alarms, and its way of the data. */
export function regionDashboard(
  scope: Construct,
  id: string,
  region: ShownRegion,
  alarms: readonly Alarm[],
): Dashboard {
  const graphs = [
    ...stages(region).map((stage) => graph(stage, region.metrics.region)),
    byDataset(region, metricNames.rowsStored, 'Rows stored, by dataset'),
    byDataset(region, metricNames.rowsRejected, 'Rows rejected, by dataset'),
  ];
  const status = new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 2 * HALF });
  return new Dashboard(scope, id, {
    dashboardName: region.names.regionDashboard,
    widgets: [[status], ...pairs(graphs)],
  });
}

/** Both regions, a column each, stage by stage. */
export function globalDashboard(
  scope: Construct,
  id: string,
  name: string,
  regions: readonly ShownRegion[],
): Dashboard {
  const headings = regions.map(
    ({ metrics }) => new TextWidget({ markdown: `# ${metrics.region}`, width: HALF, height: 1 }),
  );
  const columns = regions.map((region) => stages(region).map((stage) => graph(stage, region.metrics.region)));
  const rows = (columns[0] ?? []).map((_, stage) => new Row(...columns.map((column) => column[stage] as IWidget)));
  return new Dashboard(scope, id, {
    dashboardName: name,
    widgets: [[new Row(...headings)], ...rows.map((row) => [row])],
  });
}
