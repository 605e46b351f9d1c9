import { crc32 } from './crc32';

it.each([
  ['', 0],
  ['{}', 2_745_614_147],
  ['123456789', 0xcbf43926],
])('of %j is what is published for it', (text, expected) => {
  expect(crc32(Buffer.from(text))).toBe(expected);
});
