import { asksForHelp, flag, options, repeated, text } from './options';
import { UsageError } from './usage-error';

const known = { rows: text, json: flag, head: repeated };

describe('the options of a command', () => {
  it('are read with what stands beside them', () => {
    const { values, positionals } = options(['one', '--rows', '3', '--json', '--head', 'a', '--head=b', 'two'], known, {
      words: true,
    });
    expect(values).toEqual({ rows: '3', json: true, head: ['a', 'b'] });
    expect(positionals).toEqual(['one', 'two']);
  });

  it.each([[['--row', '3']], [['--rows']], [['--json=yes']], [['word']]])(
    'that make no sense are told in words: %p',
    (argv) => {
      expect(() => options(argv, known)).toThrow(UsageError);
      expect(() => options(argv, known)).toThrow('--help lists the options.');
    },
  );

  it.each([
    [['--help'], true],
    [['file', '-h'], true],
    [['--rows', '3'], false],
    [['--', '--help'], false],
  ])('%p asks for help: %p', (argv, asks) => {
    expect(asksForHelp(argv)).toBe(asks);
  });
});
