import { shellCommands, shellWords } from './shell-commands';

describe('the commands of a page', () => {
  it('are the lines of its sh blocks', () => {
    expect(shellCommands('a\n```sh\nb c\nd\n```\n```ts\ne\n```\n```sh\nf\n```\n')).toEqual(['b c', 'd', 'f']);
  });

  it('are split as a shell does', () => {
    expect(shellWords(`aws x --a 'b "c" $D' --e "f $G" h$G`, { G: 'g' })).toEqual([
      'aws',
      'x',
      '--a',
      'b "c" $D',
      '--e',
      'f g',
      'hg',
    ]);
  });

  it('are refused with a variable that nothing sets, or an open quote', () => {
    expect(() => shellWords('aws $NOPE')).toThrow('$NOPE is used and never set: aws $NOPE');
    expect(() => shellWords("aws 'x")).toThrow("A quote is not closed: aws 'x");
  });
});
