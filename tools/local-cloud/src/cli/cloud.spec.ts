import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@pipeline/command-line';
import { checkRegions, regionsOf } from './cloud';

const mini = join(__dirname, '../region/fixtures/mini');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  cpSync(mini, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const changeManifest = (change: (text: string) => string) => {
  const file = join(folder, 'manifest.json');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
};

describe('the regions of a cloud', () => {
  it('are the one whose stack owns the table and the one that stands by, however they are named', () => {
    expect(regionsOf(folder)).toEqual(['us-east-1', 'us-west-2']);
    changeManifest((text) =>
      text.replace('us-east-1', 'x').replace('us-west-2', 'us-east-1').replace('/x', '/us-west-2'),
    );
    expect(regionsOf(folder)).toEqual(['us-west-2', 'us-east-1']);
  });

  it('are two', () => {
    changeManifest((text) => text.replace('us-west-2', 'us-east-1'));
    expect(() => regionsOf(folder)).toThrow('A cloud has two regions; the assembly has us-east-1.');
  });

  it('are those that a file may go to', () => {
    checkRegions([{}, { region: 'us-west-2' }], folder);
    expect(() => checkRegions([{ region: 'eu-west-1' }], folder)).toThrow(UsageError);
    expect(() => checkRegions([{ region: 'eu-west-1' }], folder)).toThrow(
      'There is no region "eu-west-1". The regions are us-east-1, us-west-2.',
    );
  });
});
