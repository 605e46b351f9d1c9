import { INCOMING_PREFIX } from './names';

/** The routes of the gateway's HTTP API: infra makes exactly these, and the function answers exactly these. */
export const gatewayRoutes = [
  'GET /health',
  'GET /openapi.json',
  'POST /uploads',
  'GET /uploads/{id}',
  'DELETE /uploads/{id}',
  'POST /uploads/{id}/parts',
  'POST /uploads/{id}/complete',
  'GET /files',
  'GET /files/{id}',
  'GET /files/{id}/rejects',
  'GET /records',
] as const;
export type GatewayRoute = (typeof gatewayRoutes)[number];

/** Where a region says whether it can take files, to anybody. */
export const HEALTH_PATH = '/health';

/** Routes that nobody signs for: health checks of Route 53 can't. */
export const openRoutes: readonly GatewayRoute[] = ['GET /health'];

/** The partition keys of what the gateway writes, and of what it looks for by its id. */
export const UPLOAD_PREFIX = 'upload#';
export const FILE_PREFIX = 'file#';

/** Where an upload goes: its id is in the key, so that each key is new and a file's receipt leads back to its ticket. */
export const uploadKey = (upload: {
  readonly dataset: string;
  readonly uploadId: string;
  readonly fileName: string;
}): string => `${INCOMING_PREFIX}${upload.dataset}/${upload.uploadId}/${upload.fileName}`;

/** The id of the upload that a key was made for; undefined of a key that no upload has. */
export const uploadIdOf = (key: string): string | undefined =>
  key.startsWith(INCOMING_PREFIX) ? /^[^/]+\/([^/]+)\/[^/]+$/.exec(key.slice(INCOMING_PREFIX.length))?.[1] : undefined;
