import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';

export interface StoredObject {
  readonly key: string;
  /** When it was written, epoch milliseconds; a folder's copies do not know it. */
  readonly writtenAt?: number;
}

/** Where a trail is: a bucket, or a folder with a copy of one. */
export interface TrailSource {
  /** As it was typed. */
  readonly name: string;
  /** The time of the listing, epoch milliseconds; absent where the trail is a copy that may be old. */
  readonly asOf?: number;
  list(): Promise<readonly StoredObject[]>;
  read(key: string): Promise<Uint8Array>;
}

/** A copy of a trail: the files' paths below the folder are the keys. */
export const folderSource = (folder: string): TrailSource => ({
  name: folder,
  async list() {
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    return files
      .filter((file) => !file.isDirectory())
      .map((file) => ({ key: relative(folder, join(file.parentPath, file.name)).split(sep).join('/') }));
  },
  read: (key) => readFile(join(folder, key)),
});

/** The trail in its bucket, as its newest versions are: a deletion hides an object, it is reported as removed. */
export const bucketSource = (client: S3Client, bucket: string, now: number): TrailSource => ({
  name: `s3://${bucket}`,
  asOf: now,
  async list() {
    const objects: StoredObject[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken }));
      for (const { Key: key, LastModified } of page.Contents ?? []) {
        if (key === undefined) continue;
        objects.push({ key, ...(LastModified === undefined ? {} : { writtenAt: LastModified.getTime() }) });
      }
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return objects;
  },
  async read(key) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (Body === undefined) throw new Error(`S3 answered without the bytes of ${key}.`);
    return Body.transformToByteArray();
  },
});
