import { isRight, left } from 'fp-ts/Either';
import { digestKey, digestText, readDigest, readDigestKey } from './digest';

const digest = {
  region: 'us-east-1',
  hour: 'dt=2026-03-14/hour=09',
  writtenAt: 1_773_486_000_000,
  previous: null,
  objects: [
    { key: 'b', sha256: '2', bytes: 20 },
    { key: 'a', sha256: '1', bytes: 10 },
  ],
};

describe('a digest', () => {
  it('is read as it was written, its objects by key', () => {
    const read = readDigest(digestText(digest));
    expect(isRight(read) && read.right).toEqual({
      ...digest,
      schemaVersion: 1,
      objects: [...digest.objects].reverse(),
    });
  });

  it('is named after region and hour', () => {
    const key = digestKey('us-east-1', digest.hour);
    expect(key).toBe('digests/region=us-east-1/dt=2026-03-14/hour=09.json');
    expect(readDigestKey(key)).toEqual({ region: 'us-east-1', hour: digest.hour });
    expect(readDigestKey('digests/region=us-east-1/dt=2026-03-14/hour=25.json')).toBeUndefined();
  });

  it('that is none is refused', () => {
    expect(readDigest('{')).toEqual(left('it is not JSON'));
    expect(readDigest('{"schemaVersion":2}')).toEqual(left('it is not a digest of a version that this reader knows'));
  });
});
