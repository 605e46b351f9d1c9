module.exports = { ...require('../../jest.preset.cjs'), displayName: 'runtime-contract', rootDir: __dirname };
