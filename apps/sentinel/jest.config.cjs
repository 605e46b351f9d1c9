module.exports = { ...require('../../jest.preset.cjs'), displayName: 'sentinel', rootDir: __dirname };
