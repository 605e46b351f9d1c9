import * as fc from 'fast-check';
import { CircuitBreaker } from './circuit-breaker';

const setUp = (random = () => 1) => {
  const clock = { now: 0 };
  const breaker = new CircuitBreaker(() => clock.now, random);
  const phase = () => {
    const admission = breaker.admit();
    if (!admission.admitted) throw new Error(`not admitted for ${admission.waitMs} ms`);
    return admission.phase;
  };
  /** Fails from now on for so many calls and milliseconds; the clock stands at the last of them then. */
  const fail = (times: number, milliseconds = 1_000) => {
    const from = clock.now;
    for (let failed = 0; failed < times; failed += 1) {
      clock.now = from + (milliseconds * failed) / (times - 1);
      breaker.failed(phase());
    }
  };
  return { clock, breaker, phase, fail };
};

describe('a breaker', () => {
  it('opens after ten failures in a row over a second, not after fewer, sooner, or with a success among them', () => {
    const { breaker, phase, fail } = setUp();
    fail(9, 5_000);
    breaker.succeeded(phase());
    fail(500, 999);
    breaker.succeeded(phase());
    fail(9, 5_000);
    expect(breaker.openFor()).toBe(0);
    breaker.failed(phase());
    expect(breaker.openFor()).toBe(1_000);
    expect(breaker.admit()).toEqual({ admitted: false, waitMs: 1_000 });
  });

  it('half-open lets one trial through, then two, then everybody', () => {
    const { clock, breaker, phase, fail } = setUp();
    fail(10);
    clock.now += 1_000;
    const first = phase();
    expect(breaker.admit()).toEqual({ admitted: false, waitMs: 200 });
    breaker.succeeded(first);
    const [second, third] = [phase(), phase()];
    expect(breaker.admit().admitted).toBe(false);
    breaker.succeeded(second);
    breaker.succeeded(third);
    for (let calls = 0; calls < 50; calls += 1) expect(breaker.admit().admitted).toBe(true);
  });

  it('pauses twice as long after each trial that fails, 30 s at most, and begins anew once it was closed', () => {
    const { clock, breaker, phase, fail } = setUp();
    fail(10);
    const pauses = [];
    for (let trials = 0; trials < 7; trials += 1) {
      pauses.push(breaker.openFor());
      clock.now += breaker.openFor();
      breaker.failed(phase());
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    clock.now += breaker.openFor();
    for (let trials = 0; trials < 3; trials += 1) breaker.succeeded(phase());
    fail(10);
    expect(breaker.openFor()).toBe(1_000);
  });

  it('takes nothing from calls that began before it opened', () => {
    const { clock, breaker, phase, fail } = setUp();
    const early = [phase(), phase()] as const;
    fail(10);
    breaker.failed(early[0]);
    expect(breaker.openFor()).toBe(1_000);
    clock.now += 1_000;
    const trial = phase();
    breaker.succeeded(early[1]);
    expect(breaker.admit().admitted).toBe(false);
    breaker.succeeded(trial);
  });

  it('gives the place of a trial that was never heard of to another', () => {
    const { clock, breaker, phase, fail } = setUp();
    fail(10);
    clock.now += 1_000;
    phase();
    clock.now += 1_999;
    expect(breaker.admit().admitted).toBe(false);
    clock.now += 1;
    expect(breaker.admit().admitted).toBe(true);
  });

  it('whatever happens lets nothing through while it is open, never waits more than 30 s, and closes when all is well', () => {
    const step = fc.record({
      ok: fc.boolean(),
      after: fc.integer({ min: 0, max: 40_000 }),
      draw: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let draw = 0.5;
        const { clock, breaker } = setUp(() => draw);
        for (const { ok, after, draw: drawn } of steps) {
          clock.now += after;
          draw = drawn;
          const openFor = breaker.openFor();
          const admission = breaker.admit();
          if (openFor > 0) expect(admission.admitted).toBe(false);
          if (!admission.admitted) {
            expect(admission.waitMs).toBeGreaterThan(0);
            expect(admission.waitMs).toBeLessThanOrEqual(30_000);
          } else if (ok) breaker.succeeded(admission.phase);
          else breaker.failed(admission.phase);
        }
        for (let calls = 0; calls < 3; calls += 1) {
          clock.now += 30_000;
          const admission = breaker.admit();
          if (admission.admitted) breaker.succeeded(admission.phase);
        }
        expect([breaker.admit(), breaker.admit(), breaker.admit()].map(({ admitted }) => admitted)).toEqual([
          true,
          true,
          true,
        ]);
      }),
    );
  });
});
