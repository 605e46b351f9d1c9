import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildMiniAssembly } from './mini-assembly';

/** Logs each batch as one line of JSON; a record of the key `poison` makes it throw. */
const WATCHER = `exports.handler = async (event) => {
  if (event.Records.some(({ dynamodb }) => dynamodb.Keys.recordId.S === 'poison')) throw new Error('poisoned');
  for (const record of event.Records) console.log('SAW ' + JSON.stringify(record));
  return { batchItemFailures: [] };
};`;

const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** What a stack needs to watch the stream of its region's replica. */
const watching = (streamArn: object) => ({
  Failures: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': 'failures-${AWS::Region}' } } },
  WatcherRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: { 'Fn::Sub': 'watcher-${AWS::Region}' },
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [
        {
          PolicyName: 'watch',
          PolicyDocument: {
            Statement: [
              { Effect: 'Allow', Action: 'dynamodb:ListStreams', Resource: '*' },
              {
                Effect: 'Allow',
                Action: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'],
                Resource: streamArn,
              },
              {
                Effect: 'Allow',
                Action: ['s3:PutObject', 's3:ListBucket'],
                Resource: [arnOf('Failures'), { 'Fn::Join': ['', [arnOf('Failures'), '/*']] }],
              },
            ],
          },
        },
      ],
    },
  },
  Watcher: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'watcher',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 10,
      Role: arnOf('WatcherRole'),
      Code: { S3Bucket: 'cdk-assets', S3Key: 'watcher.zip' },
    },
  },
  Watching: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: streamArn,
      FunctionName: { Ref: 'Watcher' },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 1,
      ParallelizationFactor: 2,
      FilterCriteria: {
        Filters: [
          {
            Pattern: JSON.stringify({
              dynamodb: { Keys: { recordId: { S: [{ 'anything-but': { prefix: 'heartbeat#' } }] } } },
            }),
          },
        ],
      },
      DestinationConfig: { OnFailure: { Destination: arnOf('Failures') } },
    },
  },
});

/**
 * The small assembly with a function in each region that watches the table's stream: of the primary by its table, of the
 * standby by the deployment's finder.
 * @returns the assembly's directory, below the one given
 */
export function buildWatchedAssembly(directory: string): string {
  const assembly = buildMiniAssembly(directory);
  const change = (file: string, changed: (json: Record<string, object>) => object) => {
    const path = join(assembly, file);
    writeFileSync(path, JSON.stringify(changed(JSON.parse(readFileSync(path, 'utf8')) as Record<string, object>)));
  };
  mkdirSync(join(assembly, 'asset.watcher'));
  writeFileSync(join(assembly, 'asset.watcher/index.js'), WATCHER);
  const asset = {
    source: { path: 'asset.watcher', packaging: 'zip' },
    destinations: { here: { bucketName: 'cdk-assets', objectKey: 'watcher.zip' } },
  };
  change('mini-east.assets.json', ({ files, ...others }) => ({ ...others, files: { ...files, asset } }));
  change('mini-east.template.json', ({ Resources, ...others }) => ({
    ...others,
    Resources: { ...Resources, ...watching({ 'Fn::GetAtt': ['Table', 'StreamArn'] }) },
  }));
  writeFileSync(join(assembly, 'mini-west.assets.json'), JSON.stringify({ files: { asset } }));
  change('mini-west.template.json', ({ Resources, ...others }) => ({
    ...others,
    Resources: {
      ...Resources,
      Finder: { Type: 'Custom::ReplicaStream', Properties: { ServiceToken: 'finder', TableName: 'mini-table' } },
      ...watching({ 'Fn::GetAtt': ['Finder', 'StreamArn'] }),
    },
  }));
  change('manifest.json', ({ artifacts, ...others }) => {
    const { 'mini-west': west, ...rest } = artifacts as Record<string, object>;
    return {
      ...others,
      artifacts: {
        ...rest,
        'mini-west.assets': { type: 'cdk:asset-manifest', properties: { file: 'mini-west.assets.json' } },
        'mini-west': { ...west, dependencies: ['mini-west.assets', 'mini-east'] },
      },
    };
  });
  return assembly;
}
