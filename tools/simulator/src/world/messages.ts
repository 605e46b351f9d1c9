import type { DeliveredFile } from './delivered-file';

/** The S3 event of one object, its key encoded as S3 does. */
export const createdEvent = ({ region, bucket, key, versionId, etag, body, lastModified }: DeliveredFile): string =>
  JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: region,
        eventTime: lastModified,
        eventName: 'ObjectCreated:Put',
        s3: {
          s3SchemaVersion: '1.0',
          bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
          object: {
            key: formEncoded(key),
            size: body.length,
            eTag: etag.replaceAll('"', ''),
            versionId,
            sequencer: '00',
          },
        },
      },
    ],
  });

const formEncoded = (key: string): string => encodeURIComponent(key).replaceAll('%20', '+');

/** Another region's file, copied here: the sentinel's message of a catch-up. */
export const adoptMessage = (file: DeliveredFile, copy: { bucket: string; key: string; versionId: string }): string =>
  JSON.stringify({
    kind: 'adopt',
    address: copy,
    origin: { role: roleOf(file.region), key: file.key, versionId: file.versionId, lastModified: file.lastModified },
  });

export const roleOf = (region: string): string => `ingestion-${region}`;

export const testEvent = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'somewhere' });

/** Messages that nobody should have sent; each must reach the dead letters. */
export const foreignMessages: readonly string[] = [
  'not json',
  '{}',
  '{"Records":[]}',
  '{"Records":[{"eventSource":"aws:s3","eventName":"ObjectRemoved:Delete"}]}',
  '{"kind":"slice"}',
];
