import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { type Receipt, receiptFromItem } from '@pipeline/record-schema';
import { type PipelineNames, physicalName } from '@pipeline/runtime-contract';
import type { AlarmState, WatchPorts } from './alarm-watch';
import type { Template } from './assembly';
import type { SmokePorts } from './smoke-test';

const clock = { now: () => Date.now(), sleep: (milliseconds: number) => sleep(milliseconds) };

/** Credentials, and the endpoint of a local cloud, come from the environment, as they do for every client of AWS. */
export function smokePorts(region: string, names: PipelineNames): SmokePorts {
  const s3 = new S3Client({ region });
  return {
    ...clock,
    async upload(Key, Body) {
      const target = { Bucket: names.ingestionBucket, Key };
      const { VersionId } = await s3.send(new PutObjectCommand({ ...target, Body }));
      if (VersionId === undefined)
        throw new Error(`${names.ingestionBucket} keeps no versions: it is not the pipeline's.`);
      const { LastModified } = await s3.send(new HeadObjectCommand({ ...target, VersionId }));
      if (!LastModified) throw new Error(`${names.ingestionBucket} doesn't say when ${Key} was modified.`);
      return { versionId: VersionId, lastModified: LastModified.toISOString() };
    },
    async receipt(where, key): Promise<Receipt | undefined> {
      const table = DynamoDBDocumentClient.from(new DynamoDBClient({ region: where }));
      const { Item } = await table.send(new GetCommand({ TableName: names.processedTable, Key: { ...key } }));
      return Item ? receiptFromItem(Item) : undefined;
    },
  };
}

/** The pipeline's alarms of one environment: `serverless-…-<environment>`. */
export function watchPorts(regions: readonly string[], environment: string): WatchPorts {
  const [prefix = '', suffix = ''] = physicalName('|', environment).split('|');
  const clients = regions.map((region) => ({ region, client: new CloudWatchClient({ region }) }));
  return {
    ...clock,
    async alarms() {
      const found: AlarmState[] = [];
      for (const { region, client } of clients) {
        for await (const page of paginateDescribeAlarms(
          { client },
          { AlarmNamePrefix: prefix, AlarmTypes: ['MetricAlarm'] },
        )) {
          for (const { AlarmName = '', StateValue = '', StateReason = '', ...alarm } of page.MetricAlarms ?? []) {
            const since = (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.getTime() ?? 0;
            if (AlarmName.endsWith(suffix))
              found.push({ name: AlarmName, region, state: StateValue, since, reason: StateReason });
          }
        }
      }
      return found;
    },
  };
}

/** The template that CloudFormation has of a stack; undefined if there is no such stack. */
export async function deployedTemplate(region: string, StackName: string): Promise<Template | undefined> {
  try {
    const { TemplateBody = '' } = await new CloudFormationClient({ region }).send(
      new GetTemplateCommand({ StackName }),
    );
    return JSON.parse(TemplateBody) as Template;
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist'))
      return undefined;
    throw error;
  }
}
