module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'e2e',
  rootDir: __dirname,
  // They wait more than they work: for regions to start, for minutes to pass.
  maxWorkers: 2,
};
