import type { Format } from '@pipeline/file-formats';

const csv = [
  'a,b,c\n1,2,3\n4,5,6\n',
  '\ufeffa,b\r\n"x ""y"" z","line 1\nline 2"\r\n,\r\n',
  'a;b\n"1;2";3\n',
  '__proto__,constructor\n1,2\n"3"x,4\n5\n6,7,8\n',
  'name,note\nZoë,"a, b"\n"un\nclosed,1\nnext,2\n',
  'a\n\n1\n\r\n2\r3\n',
  'a,b\n"",""\n"\n",2\n" ""\n"" ",3',
];

const ndjson = [
  '{"a":1}\n{"a":2}\n',
  '{"a":"é😀\\ud83d\\ude00","b":[1,2,{"c":null}]}\r\n\n[]\n"text"\ntrue\n-1.5e300\n',
  '{"n":12345678901234567890.123456789,"m":1e-7}\n{"__proto__":{"x":1},"constructor":2}\n',
  '{"a":\n{"b":1}}\n{"lone":"\\ud800"}\n',
];

const json = [
  '[{"a":1},{"a":2},{"a":[{"b":"},{"}]}]',
  '[\n  {"a": "x, y"},\n  {"a": "]"},\n  {"n": 1234567890123456789012345678901234567890},\n  [[[]]],\n  "s", 1, null\n]\n',
  '{"a":{"b":[1,2,3]}}',
  '[]',
  '[{"__proto__":1},{"a":"\\u0000\\"\\\\"},,{"b":2} {"c":3}]',
  '[1,2,3]x',
];

/** Small files that hold every construct of their format, right and wrong. */
export const corpus: Readonly<Record<Format, readonly Buffer[]>> = {
  csv: csv.map((text) => Buffer.from(text)),
  ndjson: ndjson.map((text) => Buffer.from(text)),
  json: json.map((text) => Buffer.from(text)),
};
