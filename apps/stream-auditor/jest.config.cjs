module.exports = { ...require('../../jest.preset.cjs'), displayName: 'stream-auditor', rootDir: __dirname };
