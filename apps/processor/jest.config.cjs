module.exports = { ...require('../../jest.preset.cjs'), displayName: 'processor', rootDir: __dirname };
