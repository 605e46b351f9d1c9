import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundlesIn } from './bundles';

describe('the bundles', () => {
  it('are of projects that infra depends on, so that a change of any of them deploys', () => {
    const project = readFileSync(join(__dirname, '../project.json'), 'utf8');
    const { implicitDependencies } = JSON.parse(project) as { readonly implicitDependencies: readonly string[] };
    expect(Object.keys(bundlesIn('dist/apps')).sort()).toEqual([...implicitDependencies].sort());
  });

  it('lie in the folders of their names, each made before it is used', () => {
    const made: string[] = [];
    const bundles = bundlesIn('dist/apps', (directory, name) => void made.push(`${name} in ${directory}`));
    expect(made).toEqual(Object.entries(bundles).map(([name, directory]) => `${name} in ${directory}`));
    expect(bundles.processor).toBe(join('dist/apps', 'processor'));
  });
});
