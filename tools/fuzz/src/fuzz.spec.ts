import { complaint } from './check';
import { corpus } from './corpus';
import { fuzzOne } from './fuzz';
import { mutate } from './mutate';
import { drawsOf } from './random';

describe('the readers', () => {
  it('take the corpus, at every chunk size', () => {
    for (const [format, files] of Object.entries(corpus)) {
      for (const file of files) expect(complaint(format as 'csv', file, [1, 2, 3, 7, 4_096])).toBeUndefined();
    }
  });

  it('take 5,000 mutated inputs', async () => {
    const findings = [];
    for (let seed = 0; seed < 5_000; seed += 1) findings.push(await fuzzOne(seed));
    expect(findings.filter((finding) => finding !== undefined)).toEqual([]);
  });
});

it('makes the same input of the same seed, and others of others', () => {
  const inputs = Array.from({ length: 100 }, (_, seed) =>
    mutate(Buffer.from('a,b\n1,2\n'), drawsOf(seed)).toString('hex'),
  );
  expect(mutate(Buffer.from('a,b\n1,2\n'), drawsOf(7)).toString('hex')).toBe(inputs[7]);
  expect(new Set(inputs).size).toBeGreaterThan(70);
});
