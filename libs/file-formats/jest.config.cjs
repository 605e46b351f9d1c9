module.exports = { ...require('../../jest.preset.cjs'), displayName: 'file-formats', rootDir: __dirname };
