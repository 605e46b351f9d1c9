import { alarmBreaches } from './alarms';
import { boundaryBreaches } from './boundaries';
import { adoptionBreaches, bucketBreaches, notificationBreaches } from './buckets';
import { failoverBreaches } from './failover';
import { functionBreaches, logBreaches, mappingBreaches } from './functions';
import { gatewayBreaches } from './gateway';
import { accountGrantBreaches, principalBreaches, serviceGrantBreaches, wildcardBreaches } from './grants';
import { networkBreaches } from './network';
import { outputBreaches } from './outputs';
import { type TemplateJson, nameBreaches } from './physical-names';
import { queueBreaches, visibilityBreaches } from './queues';
import { referenceBreaches } from './references';
import { roleBreaches } from './role-grants';
import { identityBreaches, keyBreaches, removalBreaches } from './state';
import { protectionBreaches, tableBreaches } from './table';
import { transportBreaches } from './transport';

/** A finished template, and what it was made for. */
export interface RegionTemplate {
  readonly template: TemplateJson;
  readonly region: string;
  readonly isPrimary: boolean;
  readonly environment: string;
  /** Whether replicas are to refuse deletion. */
  readonly protect: boolean;
}

/** Rules over a template, by the name under which a breach is reported: each breach is a sentence. */
export const checks = {
  names: ({ template, environment }: RegionTemplate) => nameBreaches(template, environment),
  references: ({ template }: RegionTemplate) => referenceBreaches(template),
  outputs: ({ template, environment }: RegionTemplate) => outputBreaches(template, environment),
  'logical ids': ({ template, isPrimary }: RegionTemplate) => identityBreaches(template, isPrimary),
  removal: ({ template }: RegionTemplate) => removalBreaches(template),
  'deletion protection': ({ template, protect }: RegionTemplate) => (protect ? protectionBreaches(template) : []),
  roles: ({ template, region, environment }: RegionTemplate) => roleBreaches(template, { region, environment }),
  boundary: ({ template }: RegionTemplate) => boundaryBreaches(template),
  wildcards: ({ template }: RegionTemplate) => wildcardBreaches(template),
  principals: ({ template }: RegionTemplate) => principalBreaches(template),
  'account grants': ({ template }: RegionTemplate) => accountGrantBreaches(template),
  'service grants': ({ template }: RegionTemplate) => serviceGrantBreaches(template),
  transport: ({ template }: RegionTemplate) => transportBreaches(template),
  keys: ({ template }: RegionTemplate) => keyBreaches(template),
  network: ({ template }: RegionTemplate) => networkBreaches(template),
  buckets: ({ template }: RegionTemplate) => bucketBreaches(template),
  adoption: ({ template }: RegionTemplate) => adoptionBreaches(template),
  notifications: ({ template }: RegionTemplate) => notificationBreaches(template),
  queues: ({ template }: RegionTemplate) => queueBreaches(template),
  visibility: ({ template }: RegionTemplate) => visibilityBreaches(template),
  table: ({ template }: RegionTemplate) => tableBreaches(template),
  functions: ({ template }: RegionTemplate) => functionBreaches(template),
  mapping: ({ template }: RegionTemplate) => mappingBreaches(template),
  logs: ({ template, environment }: RegionTemplate) => logBreaches(template, environment),
  alarms: ({ template }: RegionTemplate) => alarmBreaches(template),
  gateway: ({ template }: RegionTemplate) => gatewayBreaches(template),
  failover: ({ template, region, isPrimary }: RegionTemplate) => failoverBreaches(template, { region, isPrimary }),
} satisfies Readonly<Record<string, (region: RegionTemplate) => readonly string[]>>;

export type CheckName = keyof typeof checks;

/** The breaches of all checks, `<check>: <sentence>`. */
export const allBreaches = (region: RegionTemplate): readonly string[] =>
  (Object.keys(checks) as CheckName[]).flatMap((name) => checks[name](region).map((breach) => `${name}: ${breach}`));
