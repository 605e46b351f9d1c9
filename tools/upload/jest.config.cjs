module.exports = { ...require('../../jest.preset.cjs'), displayName: 'upload', rootDir: __dirname };
