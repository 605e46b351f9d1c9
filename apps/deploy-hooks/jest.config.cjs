module.exports = { ...require('../../jest.preset.cjs'), displayName: 'deploy-hooks', rootDir: __dirname };
