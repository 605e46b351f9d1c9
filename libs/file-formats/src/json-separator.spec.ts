import { JsonSeparator } from './json-separator';

/** A separator that has learned what stands between the first two objects of a text. */
function learned(text: string): JsonSeparator {
  const separator = new JsonSeparator();
  separator.reset(text);
  const comma = text.indexOf('},') + 1;
  separator.learn(text.lastIndexOf('}', comma), comma, text.indexOf('{', comma));
  return separator;
}

describe('a separator', () => {
  it('makes no guess before it has learned one', () => {
    const separator = new JsonSeparator();
    separator.reset('{"a":1},{"a":2}');
    expect(separator.guess(0)).toBe(-1);
  });

  it.each(['},{', '},\n  {', '} ,\r\n{'])('finds where the next element ends by what it learned (%j)', (between) => {
    const text = `{"a":1${between}"a":2${between}"a":3}`;
    const separator = new JsonSeparator();
    separator.reset(text);
    const brace = text.indexOf('}');
    separator.learn(brace, text.indexOf(',', brace), text.indexOf('{', brace));
    const second = text.indexOf('{', brace);
    const end = separator.guess(second);
    expect(text.slice(second, end + 1)).toBe('{"a":2}');
    expect([text[end + separator.toComma], text[end + separator.toNext]]).toEqual([',', '{']);
  });

  it('tells the end of an element from that of an object inside, by the brackets before it', () => {
    const text = '{"a":[{"b":1},{"b":2}]},{"a":[{"b":3},{"b":4}]},{}';
    const separator = new JsonSeparator();
    separator.reset(text);
    const brace = text.indexOf(']}') + 1;
    separator.learn(brace, brace + 1, brace + 2);
    const end = separator.guess(brace + 2);
    expect(text.slice(brace + 2, end + 1)).toBe('{"a":[{"b":3},{"b":4}]}');
  });

  it('makes no guess where the bytes that it learned do not come again', () => {
    const text = '{"a":1},{"a":2}\n]';
    expect(learned(text).guess(text.indexOf('{', 1))).toBe(-1);
  });

  it('goes on over the text that follows', () => {
    const separator = learned('{"a":1},{"a":2}');
    separator.reset('{"b":1},{"b":2}');
    expect(separator.guess(0)).toBe(6);
  });

  it('waits longer after every miss, and less again after many hits', () => {
    const text = '{"a":1},{"a":2},{"a":3}';
    const separator = learned(text);
    const waited = () => {
      let guesses = 0;
      while (separator.guess(8) < 0) guesses += 1;
      return guesses;
    };
    separator.miss();
    expect(waited()).toBe(2);
    separator.miss();
    expect(waited()).toBe(4);
    for (let hit = 0; hit < 512; hit += 1) separator.hit();
    separator.miss();
    expect(waited()).toBe(2);
  });
});
