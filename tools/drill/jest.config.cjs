module.exports = { ...require('../../jest.preset.cjs'), displayName: 'drill', rootDir: __dirname };
