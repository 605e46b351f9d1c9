import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { INCOMING_PREFIX } from '@pipeline/runtime-contract';
import type { Buckets, LostBucket, ObjectVersion, VersionPage } from '../ports';
import type { Cursor } from '../sentinel-state';
import type { RegionalClients } from './clients';
import { tellingRefusals } from './refusal';

/** CopyObject takes no more (Amazon S3 User Guide, "Copying, moving, and renaming objects"). */
const LARGEST_COPY_BYTES = 5_000_000_000;
const PART_BYTES = 1_000_000_000;

/** Versions of a page: what of it is done again after a crash. */
const PAGE = 200;

async function versionsOf(client: S3Client, bucket: string, after: Cursor | undefined): Promise<VersionPage> {
  const page = await client.send(
    new ListObjectVersionsCommand({
      Bucket: bucket,
      Prefix: INCOMING_PREFIX,
      MaxKeys: PAGE,
      ...(after ? { KeyMarker: after.key } : {}),
      ...(after?.versionId === undefined ? {} : { VersionIdMarker: after.versionId }),
    }),
  );
  const versions = (page.Versions ?? []).flatMap(({ Key, VersionId, Size, LastModified }): ObjectVersion[] => {
    if (Key === undefined || VersionId === undefined || LastModified === undefined) return [];
    const seconds = Math.floor(LastModified.getTime() / 1_000) * 1_000;
    return [{ key: Key, versionId: VersionId, size: Size ?? 0, lastModified: new Date(seconds).toISOString() }];
  });
  if (!page.IsTruncated || page.NextKeyMarker === undefined) return { versions };
  const { NextKeyMarker: key, NextVersionIdMarker: versionId } = page;
  return { versions, next: { key, ...(versionId === undefined ? {} : { versionId }) } };
}

export const s3Buckets = (
  regions: Readonly<Record<string, RegionalClients>>,
  names: Readonly<Record<string, string>>,
  home: string,
): Buckets => ({
  async probe(region) {
    const { s3 } = regions[region] ?? {};
    if (!s3) throw new Error(`The sentinel of ${home} has no clients for ${region}.`);
    // A listing of one key: `HeadBucket` has no prefix, to which the role is limited.
    const one = new ListObjectsV2Command({ Bucket: names[region], Prefix: INCOMING_PREFIX, MaxKeys: 1 });
    await tellingRefusals(s3.send(one));
  },
  list: (after) => versionsOf(regions[home]?.s3 as S3Client, names[home] as string, after),
});

/**
 * @param there a client of the lost region's S3, @param here one of the home region's, both in the failover role's name. A copy is
 * asked of the region that it goes to.
 */
export function s3LostBucket(
  there: S3Client,
  here: S3Client,
  buckets: { readonly lost: string; readonly home: string },
): LostBucket {
  const sourceOf = ({ key, versionId }: ObjectVersion) =>
    `${buckets.lost}/${key.split('/').map(encodeURIComponent).join('/')}?versionId=${encodeURIComponent(versionId)}`;
  return {
    list: (after) => versionsOf(there, buckets.lost, after),
    async copy(version, key) {
      const to = { Bucket: buckets.home, Key: key };
      if (version.size > LARGEST_COPY_BYTES) return copyInParts(here, sourceOf(version), version.size, to);
      const { VersionId } = await here.send(
        // Neither metadata nor tags: identity is never read from an object, and to read tags is not granted.
        new CopyObjectCommand({
          ...to,
          CopySource: sourceOf(version),
          MetadataDirective: 'REPLACE',
          TaggingDirective: 'REPLACE',
        }),
      );
      return VersionId ?? 'null';
    },
  };
}

/** One that fails stays open until the bucket's lifecycle removes its parts: the role may not abort it. */
async function copyInParts(
  client: S3Client,
  CopySource: string,
  size: number,
  to: { Bucket: string; Key: string },
): Promise<string> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(to));
  const Parts = [];
  for (let start = 0, PartNumber = 1; start < size; start += PART_BYTES, PartNumber += 1) {
    const CopySourceRange = `bytes=${start}-${Math.min(start + PART_BYTES, size) - 1}`;
    const part = { ...to, UploadId, PartNumber };
    const { CopyPartResult } = await client.send(new UploadPartCopyCommand({ ...part, CopySource, CopySourceRange }));
    Parts.push({ PartNumber, ETag: CopyPartResult?.ETag });
  }
  const { VersionId } = await client.send(
    new CompleteMultipartUploadCommand({ ...to, UploadId, MultipartUpload: { Parts } }),
  );
  return VersionId ?? 'null';
}
