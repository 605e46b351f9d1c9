import * as t from 'io-ts';
import * as codecs from './codecs';
import { knowsPath, type Structure } from './structure';

const person = t.type({ mail: codecs.text() });
const record = t.intersection([
  t.strict({ who: person, guests: t.array(person) }),
  t.partial({ note: codecs.optional(t.readonlyArray(t.type({ from: codecs.text() })) as t.Type<unknown>) }),
]);

it.each([
  ['who', true],
  ['who.mail', true],
  ['guests.mail', true],
  ['note.from', true],
  ['who.email', false],
  ['mail', false],
  ['who.mail.more', false],
  ['', false],
  ['constructor', false],
  ['__proto__', false],
])('the path "%s" is known to the record: %s', (path, known) => {
  expect(knowsPath(record as unknown as Structure, path)).toBe(known);
});
