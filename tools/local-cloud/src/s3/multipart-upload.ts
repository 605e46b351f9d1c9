import type { Store, StoreWrite } from '../store/store';
import type { ChecksumAlgorithm, ChecksumType, PartDigest } from './checksum';
import { noSuchUpload } from './fault';
import { blobKey, type NewVersion } from './object-index';
import type { BlobRef } from './object-version';

/** An upload in parts that is neither completed nor aborted yet. */
export interface MultipartUpload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  /** Epoch milliseconds. */
  readonly initiated: number;
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  readonly kept: Pick<NewVersion, 'headers' | 'metadata'>;
}

export interface UploadedPart extends PartDigest {
  readonly number: number;
  /** Epoch milliseconds, whole seconds. */
  readonly lastModified: number;
  readonly blob: BlobRef;
}

/** Parts are numbered from 1 to this. */
export const MOST_PARTS = 10_000;

const uploadKey = (id: string): string => `s3/upload/${id}`;
const partKey = (id: string, number: number): string => `s3/part/${id}/${String(number).padStart(5, '0')}`;

const encode = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

function read<T>(store: Store, key: string): T | undefined {
  const bytes = store.get(key);
  return bytes === undefined ? undefined : (JSON.parse(Buffer.from(bytes).toString()) as T);
}

/** @throws S3Fault when there is no such upload of that key. */
export function findUpload(store: Store, id: string, bucket: string, key: string): MultipartUpload {
  const upload = /^[0-9a-zA-Z]+$/.test(id) ? read<MultipartUpload>(store, uploadKey(id)) : undefined;
  if (upload === undefined || upload.bucket !== bucket || upload.key !== key) throw noSuchUpload(id);
  return upload;
}

export const findPart = (store: Store, id: string, number: number): UploadedPart | undefined =>
  read<UploadedPart>(store, partKey(id, number));

/** The parts of an upload by number, from one on. */
export async function* partsOf(store: Store, id: string, from = 1): AsyncGenerator<UploadedPart> {
  for await (const [, value] of store.range({ from: partKey(id, from), to: partKey(id, MOST_PARTS + 1) })) {
    yield JSON.parse(Buffer.from(value).toString()) as UploadedPart;
  }
}

export const writeUpload = (upload: MultipartUpload): StoreWrite => ({
  type: 'put',
  key: uploadKey(upload.id),
  value: encode(upload),
});

export const deleteUpload = (id: string): StoreWrite => ({ type: 'delete', key: uploadKey(id) });

/** Puts a part, in place of one of the same number if there is one. */
export const writePart = (id: string, part: UploadedPart, replaced: UploadedPart | undefined): StoreWrite[] => [
  ...(replaced ? [{ type: 'delete', key: blobKey(replaced.blob.id) } as const] : []),
  { type: 'put', key: partKey(id, part.number), value: encode(part) },
  { type: 'put', key: blobKey(part.blob.id), value: Buffer.alloc(0) },
];

/** Forgets a part but not its bytes, which its object has taken over. */
export const forgetPart = (id: string, number: number): StoreWrite => ({ type: 'delete', key: partKey(id, number) });

/** Parts of uploads that are over, left by a crash, are removed with these writes at the next start. */
export async function removeParts(store: Store, id: string): Promise<{ writes: StoreWrite[]; blobs: BlobRef[] }> {
  const writes: StoreWrite[] = [];
  const blobs: BlobRef[] = [];
  for await (const { number, blob } of partsOf(store, id)) {
    writes.push(forgetPart(id, number), { type: 'delete', key: blobKey(blob.id) });
    blobs.push(blob);
  }
  return { writes, blobs };
}

/** Ids of the uploads that parts are stored of. */
export async function uploadsWithParts(store: Store): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const [key] of store.range({ from: 's3/part/', to: 's3/part0' })) ids.add(key.split('/')[2] ?? '');
  return ids;
}

export const isOver = (store: Store, id: string): boolean => store.get(uploadKey(id)) === undefined;
