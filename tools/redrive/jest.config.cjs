module.exports = { ...require('../../jest.preset.cjs'), displayName: 'redrive', rootDir: __dirname };
