import type { Answer, Case, Client, JsonObject, Step } from './case';
import { runCases } from './run-cases';

/** Answers what it is asked for, and remembers the order of what happened. */
function echo(happened: string[], answer: (input: JsonObject) => Answer = (input) => ({ out: input })): Client {
  return {
    name: 'echo',
    async call(operation, input) {
      happened.push(`${operation} ${JSON.stringify(input)}`);
      return answer(input);
    },
    close: async () => undefined,
  };
}

const twoSteps = (name: string): Case => ({
  name,
  steps: [
    { do: 's.First', in: { of: '${id}' }, as: 'first', out: { of: name } },
    { do: 's.Second', in: { seen: '${first.of}' }, out: {} },
  ],
});
const scopeOf = ({ name }: Case) => ({ id: name });

describe('running cases', () => {
  it('goes in step, so that what happens before a round happens between two calls of every case', async () => {
    const happened: string[] = [];
    const deviations = await runCases([twoSteps('a'), twoSteps('b')], {
      client: echo(happened),
      scopeOf,
      beforeRound: async () => void happened.push('kill'),
    });
    expect(deviations).toEqual([]);
    expect(happened).toEqual([
      'kill',
      's.First {"of":"a"}',
      's.First {"of":"b"}',
      'kill',
      's.Second {"seen":"a"}',
      's.Second {"seen":"b"}',
    ]);
  });

  it('lets a call be made by somebody whom an earlier answer told', async () => {
    const callers: unknown[] = [];
    const client: Client = {
      ...echo([]),
      call: async (_, input, by) => {
        callers.push(by);
        return { out: input };
      },
    };
    const by = {
      AccessKeyId: '${first.of}',
      SecretAccessKey: '${first.of}x',
      SessionToken: 't',
      clockAheadSeconds: -960,
    };
    const [first, second] = twoSteps('a').steps as [Step, Step];
    expect(await runCases([{ name: 'a', steps: [first, { ...second, by }] }], { client, scopeOf })).toEqual([]);
    expect(callers).toEqual([undefined, { ...by, AccessKeyId: 'a', SecretAccessKey: 'ax' }]);
  });

  it('tells where a case left what was expected, and goes no further with it', async () => {
    const happened: string[] = [];
    const client = echo(happened, ({ of }) =>
      of === 'a' ? { fault: { code: 'No', message: 'why' } } : { out: { of: 'b' } },
    );
    expect(
      await runCases([twoSteps('a'), { ...twoSteps('b'), name: 'c' }], { client, scopeOf: () => ({ id: 'a' }) }),
    ).toEqual([
      { case: 'a', step: 1, operation: 's.First', difference: 'expected an answer, got the fault No: why' },
      { case: 'c', step: 1, operation: 's.First', difference: 'expected an answer, got the fault No: why' },
    ]);
    expect(happened).toHaveLength(2);
  });

  it('tells an answer where a fault was expected, and another fault', async () => {
    const refused = (fault: JsonObject): Case => ({ name: 'a', steps: [{ do: 's.First', fault }] });
    const differenceOf = async (fault: JsonObject, answer: Answer) =>
      (await runCases([refused(fault)], { client: echo([], () => answer), scopeOf }))[0]?.difference;
    expect(await differenceOf({ code: 'No' }, { out: {} })).toBe('expected the fault {"code":"No"}, got an answer');
    expect(await differenceOf({ code: 'No' }, { fault: { code: 'Never' } })).toBe('code: expected "No", got "Never"');
    expect(await differenceOf({ code: 'No' }, { fault: { code: 'No', status: 400 } })).toBeUndefined();
  });

  it('goes on after the right fault in other words', async () => {
    const fault = { code: 'No', status: 400, message: 'no' };
    const each: Case = {
      name: 'a',
      steps: [
        { do: 's.First', fault },
        { do: 's.Second', out: {} },
      ],
    };
    const said = await runCases([each], {
      client: echo([], () => ({ fault: { ...fault, message: 'nein' } })),
      scopeOf,
    });
    expect(said).toMatchObject([
      { step: 1, difference: 'message: expected "no", got "nein"' },
      { step: 2, difference: 'expected an answer, got the fault No: nein' },
    ]);
  });

  it('asks again for what may take its time, and takes the last difference when it is over', async () => {
    let asked = 0;
    const client = echo([], () => ({ out: { ready: ++asked === 3 } }));
    const slow = (within: number): Case => ({ name: 'a', steps: [{ do: 's.First', out: { ready: true }, within }] });
    expect(await runCases([slow(30)], { client, scopeOf })).toEqual([]);
    expect(asked).toBe(3);
    expect(await runCases([slow(0)], { client, scopeOf })).toMatchObject([
      { difference: 'ready: expected true, got false' },
    ]);
  });
});
