import { everyHistory } from './every-history';
import { SMALL_SCOPES, type Scope } from './scope';
import { WRONG_RULES } from './wrong-rules';

const scope = (name: string): Scope => {
  const found = SMALL_SCOPES[name];
  if (found === undefined) throw new Error(`There is no scope of ${name}.`);
  return found;
};

// `npm run audit:model` goes through the larger ones.
it.each(['two writers', 'an expiring row and two faults'])('every history of %s ends as it should', (name) => {
  const { wrong, states, histories } = everyHistory(scope(name));
  expect(wrong).toBeUndefined();
  // Histories that meet in one state are followed from there once.
  expect(states).toBeGreaterThan(900);
  expect(histories).toBeGreaterThan(900);
});

it.each(Object.entries(WRONG_RULES))('two writers suffice to show what is wrong with %s', (_, { rules }) => {
  expect(everyHistory(scope('two writers'), rules).wrong).toBeDefined();
});

it('goes on once from where histories meet: one writer in either region, heard of before the audit or after', () => {
  const one: Scope = { ...scope('two writers'), writers: 1, contents: ['a'] };
  // In each region: begun, written, audited, arrived, both, heard of over there, all. Three ways through, which end alike.
  expect(everyHistory(one)).toEqual({ histories: 2 * 3, states: 2 * 7, steps: 4 });
});
