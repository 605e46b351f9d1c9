import { Stack } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Construct } from 'constructs';
import { ENTRIES_PREFIX } from '@pipeline/audit-trail';
import { physicalName, type PipelineNames } from '@pipeline/runtime-contract';
import { acknowledge } from '../security/acknowledge';
import type { AuditBucket } from './audit-bucket';
import { trailQueries } from './trail-queries';

export interface TrailCatalogProps {
  readonly names: PipelineNames;
  readonly environment: string;
  readonly region: string;
  readonly bucket: AuditBucket;
}

/** The members of an entry, as Athena's JSON reader names them: in small letters. `image` stays JSON: each dataset has another. */
const COLUMNS: readonly (readonly [name: string, type: string, comment: string])[] = [
  ['schemaversion', 'int', 'Version of the form of an entry'],
  ['entryid', 'string', 'Identity: of equal ids, in either region, one counts'],
  ['action', 'string', 'WRITTEN, EXPIRED or REMOVED'],
  ['recordid', 'string', 'Partition key of the item'],
  ['timestamp', 'string', 'Sort key of the item'],
  ['revision', 'string', 'Orders the entries of one item'],
  ['dataset', 'string', 'Absent where the item belongs to none'],
  ['fileid', 'string', 'The file that the change came from'],
  ['ordinal', 'int', 'The row of that file'],
  ['image', 'string', 'The item in the JSON of DynamoDB; absent in a removal'],
];

/** The first year of which there can be a trail. */
const FIRST_DAY = '2026-01-01';

/** The trail as a table that Athena reads: partitions follow from their names, so that nothing has to crawl for them. */
export class TrailCatalog extends Construct {
  constructor(scope: Construct, id: string, { names, environment, region, bucket }: TrailCatalogProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const entries = `s3://${bucket.bucketName}/${ENTRIES_PREFIX}`;

    const database = new CfnDatabase(this, 'Database', {
      catalogId: account,
      databaseInput: { name: names.auditDatabase, description: "The audit trail of the pipeline's items" },
    });
    const table = new CfnTable(this, 'Entries', {
      catalogId: account,
      databaseName: names.auditDatabase,
      tableInput: {
        name: names.auditTable,
        description: 'A row for each change of an item, as this region saw it',
        tableType: 'EXTERNAL_TABLE',
        partitionKeys: ['region', 'dt', 'hour'].map((name) => ({ name, type: 'string' })),
        parameters: {
          classification: 'json',
          compressionType: 'gzip',
          'projection.enabled': 'true',
          'projection.region.type': 'enum',
          'projection.region.values': region,
          'projection.dt.type': 'date',
          'projection.dt.format': 'yyyy-MM-dd',
          'projection.dt.range': `${FIRST_DAY},NOW`,
          'projection.hour.type': 'integer',
          'projection.hour.range': '0,23',
          'projection.hour.digits': '2',
          'storage.location.template': `${entries}region=\${region}/dt=\${dt}/hour=\${hour}/`,
        },
        storageDescriptor: {
          location: entries,
          columns: COLUMNS.map(([name, type, comment]) => ({ name, type, comment })),
          inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
          serdeInfo: { serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
        },
      },
    });
    table.addResourceDependency(database);

    const workGroup = new CfnWorkGroup(this, 'WorkGroup', {
      name: names.auditWorkGroup,
      description: 'Questions to the audit trail; Athena keeps the answers, encrypted, for a day',
      // A group with queries of ours, and no results to lose.
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        managedQueryResultsConfiguration: { enabled: true },
      },
    });
    acknowledge(
      workGroup,
      'Athena keeps the answers itself, encrypted, in storage of its own (managed query results).',
      'athena_workgroup_results_encrypted_at_rest_check',
      'athena_workgroup_results_encrypted_at_rest_kms_check',
    );
    for (const [resource, { description, sql }] of Object.entries(trailQueries(names.auditTable))) {
      const query = new CfnNamedQuery(this, resource, {
        name: physicalName(resource, environment),
        description,
        database: names.auditDatabase,
        workGroup: names.auditWorkGroup,
        queryString: sql,
      });
      query.addResourceDependency(workGroup);
      query.addResourceDependency(table);
    }
  }
}
