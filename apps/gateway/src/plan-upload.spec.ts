import fc from 'fast-check';
import { MAX_PARTS } from './codecs/requests';
import { MAX_OBJECT_BYTES, partLength, planUpload, SINGLE_PUT_BYTES } from './plan-upload';

const MIB = 1_048_576;
/** Of a part, but the last (S3 User Guide, "Amazon S3 multipart upload limits"). */
const LEAST_PART_BYTES = 5 * MIB;
const MOST_PART_BYTES = 5 * 1_024 * MIB;

describe('a file', () => {
  it.each([
    [1, undefined],
    [SINGLE_PUT_BYTES, undefined],
    [SINGLE_PUT_BYTES + 1, { partBytes: 32 * MIB, partCount: 3 }],
    [32 * MIB * 4, { partBytes: 32 * MIB, partCount: 4 }],
    [32 * MIB * 4 + 1, { partBytes: 32 * MIB, partCount: 5 }],
    [32 * MIB * MAX_PARTS, { partBytes: 32 * MIB, partCount: MAX_PARTS }],
    [32 * MIB * MAX_PARTS + 1, { partBytes: 33 * MIB, partCount: 9_697 }],
    [MAX_OBJECT_BYTES, { partBytes: 525 * MIB, partCount: 9_987 }],
  ])('of %d bytes goes up as %j', (size, plan) => {
    expect(planUpload(size)).toEqual(plan);
  });

  it('of any size goes up in parts that S3 takes, and that are the file', () => {
    fc.assert(
      fc.property(fc.integer({ min: SINGLE_PUT_BYTES + 1, max: MAX_OBJECT_BYTES }), (size) => {
        const { partBytes, partCount } = planUpload(size) ?? { partBytes: 0, partCount: 0 };
        expect(partBytes).toBeGreaterThanOrEqual(LEAST_PART_BYTES);
        expect(partBytes).toBeLessThanOrEqual(MOST_PART_BYTES);
        expect(partCount).toBeLessThanOrEqual(MAX_PARTS);
        const last = partLength(size, partBytes, partCount) ?? 0;
        expect(last).toBeGreaterThan(0);
        expect((partCount - 1) * partBytes + last).toBe(size);
        expect(partLength(size, partBytes, 1)).toBe(partBytes);
        expect(partLength(size, partBytes, partCount + 1)).toBeUndefined();
      }),
    );
  });
});
