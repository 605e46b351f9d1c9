import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { metricNames, physicalName, type PipelineNames } from '@pipeline/runtime-contract';

/** What the runbook asks the processor's log, by the resource part of its name. Messages are those of apps/processor. */
const processorQueries: Readonly<Record<string, readonly string[]>> = {
  'refused-messages': [
    'fields @timestamp, code, reason, key, fileId, receives, messageId',
    'filter message = "message refused"',
    'sort @timestamp desc',
    'limit 200',
  ],
  'retried-messages': [
    'filter message = "message failed, it comes back"',
    'stats count(*) as messages, max(receives) as most_receives, latest(@timestamp) as last by reason',
    'sort messages desc',
  ],
  'way-of-a-file': [
    'fields @timestamp, message, slice, next, stored, duplicate, superseded, rejected, status, code, reason',
    // To be replaced by the id that a receipt or a dead letter names.
    'filter fileId = "AAAAAAAAAAAAAAAAAAAAAA"',
    'sort @timestamp asc',
  ],
  'slow-slices': [
    `filter ispresent(${metricNames.sliceDuration})`,
    `stats count(*) as slices, pct(${metricNames.sliceDuration}, 50) as p50_ms, pct(${metricNames.sliceDuration}, 99) as p99_ms, sum(${metricNames.writeRetries}) as retries by dataset`,
  ],
  'memory-and-time': [
    'filter @type = "REPORT"',
    'stats max(@duration) as longest_ms, max(@maxMemoryUsed / 1000000) as most_mb, count(*) as invocations by bin(1h)',
  ],
};

/** What it asks the log of the stream-auditor. Messages are those of apps/stream-auditor. */
const auditorQueries: Readonly<Record<string, readonly string[]>> = {
  'failed-changes': [
    'fields @timestamp, message, reason, entryId, sequenceNumber, key',
    'filter level = "ERROR"',
    'sort @timestamp desc',
    'limit 200',
  ],
};

/** Queries of the logs that people would otherwise have to think of at night. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, names: PipelineNames, environment: string) {
    super(scope, id);
    this.addAll(processorQueries, names.processorLogGroup, environment);
    this.addAll(auditorQueries, names.auditorLogGroup, environment);
  }

  private addAll(queries: Readonly<Record<string, readonly string[]>>, logGroup: string, environment: string): void {
    for (const [resource, lines] of Object.entries(queries)) {
      new CfnQueryDefinition(this, resource, {
        name: physicalName(resource, environment),
        logGroupNames: [logGroup],
        queryString: lines.join('\n| '),
      });
    }
  }
}
