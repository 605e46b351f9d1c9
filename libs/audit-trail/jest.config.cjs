module.exports = { ...require('../../jest.preset.cjs'), displayName: 'audit-trail', rootDir: __dirname };
