import { runCommand } from './run-command';
import { UsageError } from './usage-error';

class Refused extends Error {}

describe('a command that is run', () => {
  const written: string[] = [];
  const argv = process.argv;

  beforeEach(() => {
    written.splice(0);
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((said) => written.push(String(said)) > 0);
    }
  });

  afterEach(() => {
    jest.restoreAllMocks();
    process.argv = argv;
    process.exitCode = 0;
  });

  const run = async (words: readonly string[], command: () => number | Promise<number>): Promise<unknown> => {
    process.argv = ['node', 'tool', ...words];
    process.exitCode = 0;
    await runCommand('npm run tool: what it is for\n', command);
    return process.exitCode;
  };

  it.each([0, 1, 2])('ends with its code %p', async (code) => {
    expect(await run([], () => code)).toBe(code);
    expect(await run([], async () => code)).toBe(code);
    expect(written).toEqual([]);
  });

  it('says what it is for when it is asked, and does nothing else', async () => {
    const command = jest.fn(() => 2);
    expect(await run(['--rows', '3', '--help'], command)).toBe(0);
    expect(command).not.toHaveBeenCalled();
    expect(written).toEqual(['npm run tool: what it is for\n']);
  });

  it.each([
    [new UsageError('--rows takes a number.'), '--rows takes a number.'],
    [new Refused('Nobody may.'), 'Nobody may.'],
    [Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['no error at all', 'no error at all'],
  ])('tells whoever typed what is wrong: %p', async (error, told) => {
    expect(await run([], () => Promise.reject(error))).toBe(1);
    expect(written).toEqual([`${told}\n`]);
  });

  it('tells where an error comes from that nobody expected', async () => {
    expect(
      await run([], () => {
        throw new TypeError('x is not a function');
      }),
    ).toBe(1);
    expect(written.join('')).toMatch(/TypeError: x is not a function\n +at .*run-command\.spec/);
  });
});
