import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type MetricName,
  METRICS_NAMESPACE,
  metricNames,
  type PipelineNames,
  SERVICE_DIMENSION,
  STATUS_INDEX,
} from '@pipeline/runtime-contract';

/** What CloudWatch knows of one region, by name: alarms take the metrics of their own region, dashboards of any. */
export class RegionMetrics {
  constructor(
    private readonly names: PipelineNames,
    readonly region: string,
  ) {}

  queue(queueName: string, metricName: string, label?: string): Metric {
    return this.metric('AWS/SQS', metricName, { QueueName: queueName }, Stats.MAXIMUM, label);
  }

  lambda(functionName: string, metricName: string, statistic: string, label?: string): Metric {
    return this.metric('AWS/Lambda', metricName, { FunctionName: functionName }, statistic, label);
  }

  httpApi(apiId: string, metricName: string, statistic: string, label?: string): Metric {
    return this.metric('AWS/ApiGateway', metricName, { ApiId: apiId }, statistic, label);
  }

  /** What the processor counts, over all datasets. */
  counted(metricName: MetricName, label?: string): Metric {
    return this.own(this.names.processorFunction, metricName, {}, Stats.SUM, label);
  }

  /** What the stream-auditor counts, over all datasets. */
  audited(metricName: MetricName, statistic: string, label?: string): Metric {
    return this.own(this.names.auditorFunction, metricName, {}, statistic, label);
  }

  /** Changes that a mapping of a stream sent to its on-failure destination, or could not even send there. */
  givenUp(EventSourceMappingUUID: string): IMetric {
    const of = (metricName: string) => this.metric('AWS/Lambda', metricName, { EventSourceMappingUUID }, Stats.SUM);
    return this.sum('changes given up', {
      kept: of('OnFailureDestinationDeliveredEventCount'),
      dropped: of('DroppedEventCount'),
    });
  }

  /** A metric that a function of the pipeline publishes. */
  own(
    functionName: string,
    metricName: string,
    dimensions: Readonly<Record<string, string>>,
    statistic: string,
    label?: string,
  ): Metric {
    const own = { [SERVICE_DIMENSION]: functionName, ...dimensions };
    return this.metric(METRICS_NAMESPACE, metricName, own, statistic, label);
  }

  table(metricName: string, dimensions: Readonly<Record<string, string>>, statistic: string, label?: string): Metric {
    const TableName = this.names.processedTable;
    return this.metric('AWS/DynamoDB', metricName, { TableName, ...dimensions }, statistic, label);
  }

  /** Refused reads and writes of the table, and of its index, which refuses the table's writes when it is full. */
  throttles(): IMetric {
    const index = { GlobalSecondaryIndexName: STATUS_INDEX };
    return this.sum('throttled requests', {
      reads: this.table('ReadThrottleEvents', {}, Stats.SUM),
      writes: this.table('WriteThrottleEvents', {}, Stats.SUM),
      index: this.table('WriteThrottleEvents', index, Stats.SUM),
    });
  }

  /** Server faults of the operations that the pipeline uses. */
  systemErrors(): IMetric {
    const of = (Operation: string) => this.table('SystemErrors', { Operation }, Stats.SUM);
    return this.sum('system errors', { put: of('PutItem'), update: of('UpdateItem'), get: of('GetItem') });
  }

  /** From a write in this region to its arrival in the other, in milliseconds. */
  replicationLatency(ReceivingRegion: string, label?: string): Metric {
    return this.table('ReplicationLatency', { ReceivingRegion }, Stats.AVERAGE, label);
  }

  /** Rejected rows of all rows, in percent; 0 while there are fewer than `leastRows`, of which a share says nothing. */
  rejectedShare(leastRows: number): IMetric {
    const rows = 'stored + duplicate + superseded + rejected';
    return new MathExpression({
      expression: `IF(${rows} >= ${leastRows}, 100 * rejected / (${rows}), 0)`,
      label: 'rejected rows (%)',
      period: PERIOD,
      usingMetrics: {
        stored: this.counted(metricNames.rowsStored),
        duplicate: this.counted(metricNames.rowsDuplicate),
        superseded: this.counted(metricNames.rowsSuperseded),
        rejected: this.counted(metricNames.rowsRejected),
      },
    });
  }

  /** A metric that has no data points in a period counts as 0: each is published only when there is something to count. */
  private sum(label: string, usingMetrics: Readonly<Record<string, Metric>>): IMetric {
    const expression = Object.keys(usingMetrics)
      .map((id) => `FILL(${id}, 0)`)
      .join(' + ');
    return new MathExpression({ expression, label, period: PERIOD, usingMetrics: { ...usingMetrics } });
  }

  private metric(
    namespace: string,
    metricName: string,
    dimensionsMap: Record<string, string>,
    statistic: string,
    label?: string,
  ): Metric {
    const { region } = this;
    // Without a label where none is wanted: an alarm on a labelled metric is one on an expression, for CloudWatch.
    const shown = label === undefined ? {} : { label };
    return new Metric({ namespace, metricName, dimensionsMap, statistic, region, period: PERIOD, ...shown });
  }
}

const PERIOD = Duration.minutes(5);
