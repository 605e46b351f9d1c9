const preset = require('../../jest.preset.cjs');

// Lazily, so that a spec whose templates another spec has synthesised already loads no construct library.
const [transformer, options] = preset.transform['^.+\\.ts$'];
const lazy = { ...options, module: { ...options.module, lazy: ['../create-app'] } };

module.exports = {
  ...preset,
  displayName: 'infra',
  rootDir: __dirname,
  transform: { ...preset.transform, '^.+\\.ts$': [transformer, lazy] },
  globalSetup: './src/testing/make-assemblies-folder.cjs',
  globalTeardown: './src/testing/remove-assemblies-folder.cjs',
};
