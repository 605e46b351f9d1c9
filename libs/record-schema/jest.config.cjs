module.exports = { ...require('../../jest.preset.cjs'), displayName: 'record-schema', rootDir: __dirname };
