import { STATUS_INDEX } from '@pipeline/runtime-contract';
import type { TemplateJson } from './physical-names';
import { type Setting, settingBreaches } from './setting';

const isTable = { type: 'AWS::DynamoDB::GlobalTable' };

const keys = (partition: string) => [
  { AttributeName: partition, KeyType: 'HASH' },
  { AttributeName: 'timestamp', KeyType: 'RANGE' },
];

const settings: readonly Setting[] = [
  { ...isTable, at: 'KeySchema', is: keys('recordId'), says: 'recordId and timestamp: another key is another table' },
  { ...isTable, at: 'GlobalSecondaryIndexes.*.IndexName', is: STATUS_INDEX, says: STATUS_INDEX },
  { ...isTable, at: 'GlobalSecondaryIndexes.*.KeySchema', is: keys('statusShard'), says: 'statusShard and timestamp' },
  {
    ...isTable,
    at: 'GlobalSecondaryIndexes.*.Projection.ProjectionType',
    is: 'KEYS_ONLY',
    says: 'KEYS_ONLY: each attribute more is written twice',
  },
  {
    ...isTable,
    at: 'StreamSpecification.StreamViewType',
    is: 'NEW_AND_OLD_IMAGES',
    says: 'NEW_AND_OLD_IMAGES: convergence compares both',
  },
  {
    ...isTable,
    at: 'TimeToLiveSpecification',
    is: { AttributeName: 'expiresAt', Enabled: true },
    says: 'by expiresAt, or receipts stay for ever',
  },
  {
    ...isTable,
    at: 'Replicas',
    is: (value: unknown) => Array.isArray(value) && value.length === 2,
    says: 'two: a region each',
  },
  {
    ...isTable,
    at: 'Replicas.*.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
    is: true,
    says: 'true in each replica',
  },
];

const protection: readonly Setting[] = [
  { ...isTable, at: 'Replicas.*.DeletionProtectionEnabled', is: true, says: 'true in each replica' },
];

/** What readers, the auditor and a restore count on. */
export const tableBreaches = (template: TemplateJson): readonly string[] => settingBreaches(template, settings);

/** A replica that could be deleted by mistake. */
export const protectionBreaches = (template: TemplateJson): readonly string[] => settingBreaches(template, protection);
