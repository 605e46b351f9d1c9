export { bucketSource, folderSource, type TrailSource } from './trail-source';
export { type Verified, verifyTrails } from './verify-trail';
