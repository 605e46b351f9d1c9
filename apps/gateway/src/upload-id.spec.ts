import * as fc from 'fast-check';
import { partLength, planUpload } from './plan-upload';
import { issuedAt, newUploadId, RANDOM_BYTES } from './upload-id';

const random = fc.uint8Array({ minLength: RANDOM_BYTES, maxLength: RANDOM_BYTES });
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });

it('an upload id says when it was issued, and sorts by that', () => {
  fc.assert(
    fc.property(time, time, random, (one, other, bytes) => {
      expect(issuedAt(newUploadId(one, bytes))).toBe(one);
      expect(newUploadId(one, bytes)).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
      expect(newUploadId(one, bytes) < newUploadId(other, bytes)).toBe(one < other);
    }),
  );
});

it('the parts of a file are at most 10,000, at least 5 MiB but the last, and the whole file', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100_000_001, max: 5 * 1_024 ** 4 }), (size) => {
      const { partBytes, partCount } = planUpload(size) ?? { partBytes: 0, partCount: 0 };
      expect(partBytes).toBeGreaterThanOrEqual(5 * 1_024 ** 2);
      expect(partCount).toBeLessThanOrEqual(10_000);
      expect((partCount - 1) * partBytes + (partLength(size, partBytes, partCount) ?? 0)).toBe(size);
      expect(partLength(size, partBytes, partCount + 1)).toBeUndefined();
    }),
  );
  expect(planUpload(100_000_000)).toBeUndefined();
});
