import * as fc from 'fast-check';
import { memberNames } from './member-names';

const members = fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', '10', '9', 'é"'), fc.string()), fc.nat());

describe('the names of members', () => {
  it('are those of each object, in its order and sorted, whichever object was seen before at its depth', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(members, fc.integer({ min: 0, max: 40 }))), (objects) => {
        for (const [object, depth] of objects) {
          const { asTheyCame, sorted } = memberNames(object, depth);
          expect(asTheyCame.map(({ name }) => name)).toEqual(Object.keys(object));
          expect(sorted.map(({ name }) => name)).toEqual(Object.keys(object).sort());
        }
      }),
    );
  });

  it('come with their text in JSON, and where their values are', () => {
    fc.assert(
      fc.property(members, (object) => {
        const values = Object.values(object);
        const text = memberNames(object, 0).sorted.map((member) => `${member.text}${values[member.at]}`);
        expect(JSON.parse(`{${text.join(',')}}`)).toEqual({ ...object });
      }),
    );
  });
});
