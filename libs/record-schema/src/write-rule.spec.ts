import * as fc from 'fast-check';
import { judge, type Standing } from './write-rule';

type Outcome = 'stored' | 'duplicate' | 'superseded';
interface Writer {
  readonly revision: string;
  readonly contentHash: string;
}

/** One key of a table, with the two conditional writes of the rule. */
class Key {
  standing: Standing | undefined;

  put(mine: Writer): boolean {
    const { revision, contentHash } = this.standing ?? {};
    if (revision !== undefined && !(revision < mine.revision && contentHash !== mine.contentHash)) return false;
    this.standing = { ...mine };
    return true;
  }

  renew(mine: Writer): boolean {
    const { revision, contentHash } = this.standing ?? {};
    if (revision === undefined || !(revision < mine.revision && contentHash === mine.contentHash)) return false;
    this.standing = { ...this.standing, revision: mine.revision, echo: true };
    return true;
  }
}

/** One delivery of a row: a step at a time, so that others come between, and with acknowledgements lost on demand. */
function* delivery(key: Key, mine: Writer, losesAcknowledgement: () => boolean): Generator<void, Outcome> {
  let next: 'put' | 'renew' = 'put';
  for (;;) {
    const written: boolean = next === 'put' ? key.put(mine) : key.renew(mine);
    if (written && !losesAcknowledgement()) return next === 'put' ? 'stored' : 'duplicate';
    const seen = key.standing;
    yield;
    const judgement = judge(seen, mine);
    if ('outcome' in judgement) return judgement.outcome;
    next = judgement.next;
    yield;
  }
}

const writers = fc.uniqueArray(fc.record({ revision: fc.nat(9).map(String), contentHash: fc.constantFrom('a', 'b') }), {
  selector: ({ revision }) => revision,
  minLength: 1,
  maxLength: 5,
});

describe('the write rule', () => {
  it('ends with the highest revision, whatever is interleaved, redelivered or unacknowledged', () => {
    fc.assert(
      fc.property(
        writers,
        fc.array(fc.nat(4), { maxLength: 6 }),
        fc.infiniteStream(fc.nat(99)),
        (all, again, draws) => {
          const draw = () => draws.next().value as number;
          const key = new Key();
          const redelivered = again.map((index) => all[index % all.length]!);
          const running = [...all, ...redelivered].map((mine) => delivery(key, mine, () => draw() < 20));
          while (running.length > 0) {
            const index = draw() % running.length;
            if (running[index]!.next().done) running.splice(index, 1);
          }
          const highest = [...all].sort((one, other) => (one.revision < other.revision ? 1 : -1))[0];
          expect(key.standing).toMatchObject(highest!);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('tells a redelivery what it told the delivery, as long as nobody else wrote', () => {
    fc.assert(
      fc.property(writers, (all) => {
        const key = new Key();
        const run = (mine: Writer) => {
          const steps = delivery(key, mine, () => false);
          for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
        };
        for (const mine of all) expect(run(mine)).toBe(run(mine));
      }),
    );
  });

  it.each([
    [undefined, { next: 'put' }],
    [{}, { next: 'put' }],
    [{ revision: '5', contentHash: 'x' }, { outcome: 'stored' }],
    [{ revision: '5', contentHash: 'x', echo: true }, { outcome: 'duplicate' }],
    [{ revision: '4', contentHash: 'x' }, { next: 'renew' }],
    [{ revision: '4', contentHash: 'y' }, { next: 'put' }],
    [{ revision: '6', contentHash: 'x' }, { outcome: 'duplicate' }],
    [{ revision: '6', contentHash: 'y' }, { outcome: 'superseded' }],
  ] as const)('judges %j as %j', (standing, judgement) => {
    expect(judge(standing, { revision: '5', contentHash: 'x' })).toEqual(judgement);
  });
});
