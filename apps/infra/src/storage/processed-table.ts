import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { type PipelineNames, STATUS_INDEX } from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';
import { tableBilling } from './table-billing';

export interface ProcessedTableProps {
  readonly names: PipelineNames;
  readonly config: PipelineConfig;
}

/**
 * The global table: items, receipts and rejected rows, with a replica in each region. The primary's stack owns them all;
 * the standby knows its replica by name.
 */
export class ProcessedTable extends TableV2 {
  /** Of the primary's replica; that of the standby is known after its birth only (`ReplicaStream`). */
  readonly streamArn: string;

  constructor(scope: Construct, id: string, { names, config }: ProcessedTableProps) {
    const billing = tableBilling(config.storage);
    const timestamp = { name: 'timestamp', type: AttributeType.STRING };
    super(scope, id, {
      tableName: names.processedTable,
      partitionKey: { name: 'recordId', type: AttributeType.STRING },
      sortKey: timestamp,
      globalSecondaryIndexes: [
        {
          indexName: STATUS_INDEX,
          partitionKey: { name: 'statusShard', type: AttributeType.STRING },
          sortKey: timestamp,
          projectionType: ProjectionType.KEYS_ONLY,
          ...billing.index,
        },
      ],
      billing: billing.table,
      replicas: [{ region: config.standbyRegion }],
      // Chosen for good: the view of a replicated table's stream can't be changed.
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: config.storage.pointInTimeRecoveryDays,
      },
      timeToLiveAttribute: 'expiresAt',
      deletionProtection: config.protect,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    // The library can't know that there is one: this table has.
    this.streamArn = this.tableStreamArn as string;
  }
}
