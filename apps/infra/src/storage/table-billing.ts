import { Billing, Capacity, type GlobalSecondaryIndexPropsV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { StorageConfig } from '../config/pipeline-config';

/** What a table is billed for, and its index: the same, since each insert is a write of both. */
export interface TableBilling {
  readonly table: Billing;
  readonly index: Pick<
    GlobalSecondaryIndexPropsV2,
    'maxReadRequestUnits' | 'maxWriteRequestUnits' | 'readCapacity' | 'writeCapacity'
  >;
}

/**
 * On demand up to a ceiling, or provisioned and scaled up to the same ceiling. An index with a lower ceiling than the
 * table's would throttle the table.
 */
export function tableBilling(config: StorageConfig): TableBilling {
  if (config.billing === 'on-demand') {
    const ceilings = {
      maxReadRequestUnits: config.maxReadUnitsPerSecond,
      maxWriteRequestUnits: config.maxWriteUnitsPerSecond,
    };
    return { table: Billing.onDemand(ceilings), index: ceilings };
  }
  const scaled = (minCapacity: number, maxCapacity: number) =>
    Capacity.autoscaled({ minCapacity, maxCapacity, targetUtilizationPercent: config.targetUtilizationPercent });
  const capacities = {
    readCapacity: scaled(config.minReadUnitsPerSecond, config.maxReadUnitsPerSecond),
    writeCapacity: scaled(config.minWriteUnitsPerSecond, config.maxWriteUnitsPerSecond),
  };
  return { table: Billing.provisioned(capacities), index: capacities };
}
