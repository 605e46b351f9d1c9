import { pipelineNames } from './names';

const primary = { environment: 'prod', region: 'us-east-1', primaryRegion: 'us-east-1' };
const standby = { ...primary, region: 'us-west-2' };

describe('names', () => {
  it('are those that were asked for', () => {
    expect(pipelineNames(primary)).toMatchObject({
      ingestionBucket: 'serverless-data-ingestion-prod',
      processorFunction: 'serverless-data-processor-prod',
      processedTable: 'serverless-processed-data-prod',
    });
  });

  it('all conform to serverless-<resource>-<environment>, in both regions', () => {
    for (const scope of [primary, standby, { ...primary, environment: 'staging' }]) {
      const names = Object.values(pipelineNames(scope)).flatMap((name) =>
        typeof name === 'string' ? [name] : Object.values<string>(name),
      );
      for (const name of names) {
        expect(name).toMatch(new RegExp(`^serverless([-_])[a-z0-9]+(\\1[a-z0-9]+)*\\1${scope.environment}$`));
      }
    }
  });

  it('that are global differ between the regions, those of a region do not', () => {
    const [east, west] = [pipelineNames(primary), pipelineNames(standby)];
    expect(west.ingestionBucket).toBe('serverless-data-ingestion-us-west-2-prod');
    expect(west.processorRole).not.toBe(east.processorRole);
    expect(west.ingestQueue).toBe(east.ingestQueue);
    expect(west.processedTable).toBe(east.processedTable);
  });

  it('of buckets take a suffix, since they are global across all of AWS', () => {
    expect(pipelineNames({ ...primary, bucketSuffix: 'acme' }).ingestionBucket).toBe(
      'serverless-data-ingestion-acme-prod',
    );
  });
});
