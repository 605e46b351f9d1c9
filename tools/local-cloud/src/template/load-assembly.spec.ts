import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAssembly } from './load-assembly';

const mini = join(__dirname, '../region/fixtures/mini');

describe('load an assembly', () => {
  describe('shape', () => {
    it('gives each stack with its region, template and assets', () => {
      const stacks = loadAssembly(mini);

      expect(stacks.map(({ name, region }) => [name, region])).toEqual([
        ['mini-east', 'us-east-1'],
        ['mini-west', 'us-west-2'],
      ]);
      expect(stacks[0]?.assets.get('counter.zip')).toBe(join(mini, 'asset.counter'));
      expect(Object.keys(stacks[1]?.template.Resources ?? {})).toEqual(['Queue']);
    });
  });

  describe('rule', () => {
    let directory: string;
    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), 'assembly-'));
      cpSync(mini, directory, { recursive: true });
    });
    afterEach(() => rmSync(directory, { recursive: true }));

    const manifest = (text: string) => writeFileSync(join(directory, 'manifest.json'), text);

    it('says what to do where there is no assembly', () => {
      expect(() => loadAssembly('/nowhere/cdk.out')).toThrow(
        'There is no /nowhere/cdk.out/manifest.json. Synthesise it first: nx run infra:synth',
      );
    });

    it('says which file is torn', () => {
      manifest('{"artifacts":');
      expect(() => loadAssembly(directory)).toThrow(/manifest\.json is not JSON .* Synthesise it first/);
    });

    it('says when the manifest lists nothing', () => {
      manifest('{}');
      expect(() => loadAssembly(directory)).toThrow('lists no artifacts');
    });

    it('refuses a stack without a region', () => {
      manifest(
        '{"artifacts":{"any":{"type":"aws:cloudformation:stack","environment":"aws://unknown-account/unknown-region"}}}',
      );
      expect(() => loadAssembly(directory)).toThrow(
        'The stack any has no region. Give it one: new Stack(app, id, { env: { region } }).',
      );
    });
  });
});
