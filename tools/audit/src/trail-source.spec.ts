import type { S3Client } from '@aws-sdk/client-s3';
import { bucketSource } from './trail-source';

describe('a bucket', () => {
  it('is listed over all its pages, with the times of its objects, and read by key', async () => {
    const LastModified = new Date('2026-03-14T10:00:00Z');
    const asked: unknown[] = [];
    const client = {
      send: async ({ input }: { readonly input: { readonly ContinuationToken?: string; readonly Key?: string } }) => {
        asked.push(input);
        if (input.Key !== undefined)
          return { Body: { transformToByteArray: async () => Buffer.from(input.Key ?? '') } };
        return input.ContinuationToken === undefined
          ? { Contents: [{ Key: 'a', LastModified }], NextContinuationToken: 'more' }
          : { Contents: [{ Key: 'b' }] };
      },
    } as unknown as S3Client;
    const source = bucketSource(client, 'trail', 7);
    expect([source.name, source.asOf]).toEqual(['s3://trail', 7]);
    expect(await source.list()).toEqual([{ key: 'a', writtenAt: LastModified.getTime() }, { key: 'b' }]);
    expect(await source.read('b')).toEqual(Buffer.from('b'));
    expect(asked).toEqual([
      { Bucket: 'trail', ContinuationToken: undefined },
      { Bucket: 'trail', ContinuationToken: 'more' },
      { Bucket: 'trail', Key: 'b' },
    ]);
  });
});
