import fc from 'fast-check';
import { uploadIdOf, uploadKey } from './gateway';

const word = fc.stringMatching(/^[\w.-]{1,20}$/);

describe('the key of an upload', () => {
  it('leads back to its id', () => {
    fc.assert(
      fc.property(word, word, word, (dataset, uploadId, fileName) => {
        expect(uploadIdOf(uploadKey({ dataset, uploadId, fileName }))).toBe(uploadId);
      }),
    );
    expect(uploadKey({ dataset: 'weather', uploadId: '01J', fileName: 'a b.csv' })).toBe(
      'incoming/weather/01J/a b.csv',
    );
  });

  it.each(['incoming/weather/a.csv', 'incoming/weather/2026/03/a.csv', 'adopted/F', 'other/weather/01J/a.csv', ''])(
    'is none that somebody put otherwise: %s',
    (key) => {
      expect(uploadIdOf(key)).toBeUndefined();
    },
  );
});
