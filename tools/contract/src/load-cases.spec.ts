import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCases } from './load-cases';

describe('loading cases', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'cases-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const load = (cases: unknown) => {
    writeFileSync(join(folder, 'topic.json'), JSON.stringify(cases));
    return loadCases(folder);
  };

  it('names each by its file', () => {
    expect(load([{ name: 'a', steps: [{ do: 's3.PutObject', out: {} }] }])).toEqual([
      { name: 'topic: a', steps: [{ do: 's3.PutObject', out: {} }] },
    ]);
  });

  it.each([
    [{ name: 'a', step: [], steps: [] }, "topic.json, case 'a': there is no member 'step'"],
    [{ name: 'a', steps: [{ do: 'x', output: {} }] }, "topic.json, case 'a': step 1: there is no member 'output'"],
    [{ name: 'a', steps: [{ do: 'x' }] }, "topic.json, case 'a': step 1 must expect either 'out' or 'fault'."],
    [{ name: 'a', steps: [{ do: 'x', out: {}, fault: {} }] }, "step 1 must expect either 'out' or 'fault'."],
  ])('refuses %j', (each, message) => {
    expect(() => load([each])).toThrow(message);
  });

  it('refuses two of one name', () => {
    const each = { name: 'a', steps: [] };
    expect(() => load([each, each])).toThrow("topic.json, case 'a': there is another one of that name.");
  });
});
