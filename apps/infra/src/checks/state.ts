import type { TemplateJson } from './physical-names';
import { type Setting, settingBreaches } from './setting';

/** Types whose loss is a loss of data: what lies in them, or the key to it. */
const HOLDS_STATE = /::(Queue|Bucket|LogGroup|GlobalTable|Secret)$/;

/** Logical ids in each stack. Another id under the same fixed name can't be deployed, and loses what it holds. */
const KEPT = [
  'AccessLogBucketDA470295',
  'AuditingAuditorLog1537D188',
  'AuditingBucketE3A6A9C8',
  'AuditingFailureBucket8610C453',
  'GatewayHandlerLog5D9AAD7F',
  'GatewayHttpAccessLogCB20D985',
  'IngestDeadLetters1228E37E',
  'IngestQueue95F6DB49',
  'IngestionBucket917A3A3A',
  'NetworkClosedDefaultGroupLog43D6F87D',
  'NetworkFlowLogsLog44C00743',
  'ProcessorLogAA9FCC01',
  'SentinelLogA673B1A0',
  'TrailBucket6C1E344E',
];
const KEPT_BY_STANDBY = ['ReplicaStreamLog2A541CAC'];
const KEPT_BY_PRIMARY = ['PipelineSecretFF3B7163', 'ProcessedTable98849013', 'SecretRotationLog8493AFD4'];

const stateful = (template: TemplateJson) =>
  Object.entries(template.Resources).filter(([, { Type }]) => HOLDS_STATE.test(Type));

/** A resource that holds state and would go with its stack, or with a change that replaces it. */
export const removalBreaches = (template: TemplateJson): readonly string[] =>
  stateful(template)
    .filter(
      ([, { DeletionPolicy, UpdateReplacePolicy }]) =>
        DeletionPolicy !== 'RetainExceptOnCreate' || UpdateReplacePolicy !== 'Retain',
    )
    .map(([logicalId]) => `${logicalId} goes with its stack: its removal policy must be RETAIN_ON_UPDATE_OR_DELETE.`);

/** A resource that holds state under another logical id than it was deployed with. */
export function identityBreaches(template: TemplateJson, isPrimary: boolean): readonly string[] {
  const kept = [...KEPT, ...(isPrimary ? KEPT_BY_PRIMARY : KEPT_BY_STANDBY)];
  const found = stateful(template).map(([logicalId]) => logicalId);
  return [
    ...kept
      .filter((logicalId) => !found.includes(logicalId))
      .map((logicalId) => `${logicalId} is gone, or has another id: what it holds would be left behind.`),
    ...found
      .filter((logicalId) => !kept.includes(logicalId))
      .map((logicalId) => `${logicalId} holds state: enter its id in checks/state.ts, and never change it.`),
  ];
}

const keys: readonly Setting[] = [
  {
    type: 'AWS::SecretsManager::Secret',
    at: 'ReplicaRegions',
    is: (value: unknown) => Array.isArray(value) && value.length > 0,
    says: 'the standby: both regions make the same item of a file',
  },
  { type: 'AWS::KMS::Key', at: 'EnableKeyRotation', is: true, says: 'true' },
  {
    type: 'AWS::SNS::Topic',
    at: 'KmsMasterKeyId',
    is: (value: unknown) => value !== undefined,
    says: 'a key of this account, under which CloudWatch may publish',
  },
];

/** Keys that are not where they are needed, or never change. */
export const keyBreaches = (template: TemplateJson): readonly string[] => settingBreaches(template, keys);
